import { applyCalibrator } from '@applied-modeling/evaluation';
import { modelColumns } from '@applied-modeling/feature-store';
import { watchable } from '@applied-modeling/learned';
import { freshnessOf, type ScoredBatch, type StepsAsked, shareChosen, watchSteps } from '@applied-modeling/lifecycle';
import type { ServedModel, TrainingSet } from '../domain.ts';
import { slateFeatures } from '../features.ts';
import { maturesAfterDays } from '../label.ts';
import { asRead, PRODUCTS } from '../training-set/line-columns.ts';
import { marginsShown } from '../training-set/margins.ts';
import { POSITION } from '../training-set/model-columns.ts';

/** What `notebooks:monitor --replays 20` saved last; committed. */
export const REPLAYS_FILE = new URL('../../monitor.json', import.meta.url);

/** What serving sets, and what grows with the age of a workspace. */
// biome-ignore format: read as a paragraph
const NOT_WATCHED = [
  POSITION, 'notebook_age_days', 'permitted', 'used_items', 'hours_since_use', 'hours_since_run_ok', 'hours_since_team_open',
  ...PRODUCTS.map(({ name }) => name) /* of which a line alone knows */,
];

/**
 * The days after training, each page answered as stage 8 answers it (`batch`, over all rows). The rule goes on choosing the slates, so
 * only of what it showed is known whether it helped, and there the model is asked for the chance at the place where it stood.
 */
export function monitor(
  set: TrainingSet,
  model: ServedModel,
  { batch, ...asked }: StepsAsked & { readonly batch: ScoredBatch },
) {
  const everything = Uint32Array.from(set.day.keys());
  const { learned, calibrator } = model;
  const asStood = applyCalibrator(calibrator, marginsShown(set, model, everything));
  const probability = batch.probability.map((chance, row) => (Number.isNaN(set.position[row]) ? chance : asStood[row]));
  const wasShown = Float32Array.from(set.position, (place) => Number(!Number.isNaN(place)));
  const rows = { ...set, weight: wasShown, countsFor: wasShown, step: set.day, decidedAt: set.spine.decidedAt };
  const watched = { ...asked, freshnessHours: freshnessOf(slateFeatures) };
  const watch = watchable(learned, calibrator, asRead(learned, modelColumns(set)), NOT_WATCHED);
  return {
    watched: watch.watched,
    chanceOf: ({ names, columns }: typeof batch.read) =>
      watch.chanceOf(asRead(learned, { names, columns: columns.map((one) => Float32Array.from(one)) })),
    maturesAfter: maturesAfterDays,
    steps: watchSteps(rows, watched, { ...batch, probability }).map((step) => ({
      ...step,
      own: { coverage: shareChosen(step.batch, (slateAndNotebook) => slateAndNotebook.split('/')[1]) },
    })),
    own: {
      coverage: {
        meaning: 'share of the notebooks that were candidates of a day and stood on a slate, against the first days',
        ...{ limit: 0.05, isLate: false },
      },
    },
  };
}
