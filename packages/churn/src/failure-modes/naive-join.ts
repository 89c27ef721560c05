import { averagePrecision, take } from '@applied-modeling/evaluation';
import { swapColumns } from '@applied-modeling/feature-store';
import type { Scorer, TrainedModel, TrainingSet } from '../domain.ts';
import { churnFeatures } from '../features.ts';
import { features } from '../stages/2-features.ts';
import { type TrainOptions, train } from '../stages/4-train.ts';
import { contracts } from '../tables.ts';
import { takeModelColumns } from '../training-set/join-labels.ts';
import { plantLeak } from './leaky-crm.ts';
import type { WorldRead } from './read-world.ts';

/**
 * The naive join: gives every decision what its sources say today, because a join on the account id alone is the first one
 * anybody writes. Offline nothing warns: the candidates, folds and labels are the honest ones, and the score is often better.
 *
 * Three ways to forget the clock, each on its own:
 *
 * - windows: the right days, with every late row and every correction that has arrived since;
 * - newest contract: the newest row there is, so that a renewal is known before it was signed;
 * - CRM: fields that are overwritten in place, as they stand today.
 *
 * Each is trained and tested on its own values, and then scored on what was really known: that is what it would do live.
 */
export async function naiveJoin(
  { ingested, asked, known, set: honest }: WorldRead,
  { scorer, fold }: TrainedModel,
  options: Omit<TrainOptions, 'engine'>,
) {
  const [label, weight] = [take(honest.y, fold.test), take(honest.weight, fold.test)];
  const precisionOf = ({ margin }: Scorer, set: TrainingSet) => averagePrecision(label, margin(set, fold.test), weight);
  const judge = async (trainedOn: TrainingSet, ...judgedOn: readonly TrainingSet[]) => {
    const careless = await train(trainedOn, fold, { ...options, engine: 'gbm' });
    return judgedOn.map((set) => precisionOf(careless.scorer, set));
  };
  const today = await features(ingested, asked, 'latest');
  const swap = async (name: string, isSwapped: (feature: string) => boolean): Promise<CarelessJoin> => {
    const { columns, changed } = swapColumns(honest, takeModelColumns(today, known.eligible), isSwapped);
    const [offline, live] = await judge({ ...honest, columns }, { ...honest, columns }, honest);
    return { name, changed, offline, live };
  };
  const crm = await plantLeak(ingested, known);
  const leaked = { ...honest, names: crm.modelColumns, columns: takeModelColumns(crm) };
  const [offlineCrm] = await judge(leaked, leaked);
  return {
    testRows: fold.test.length,
    /** Average precision of the honest join, offline and live alike. */
    honest: precisionOf(scorer, honest),
    careless: [
      await swap('windows without clocks', (feature) => !CONTRACT_FEATURES.has(feature)),
      await swap('newest contract', (feature) => CONTRACT_FEATURES.has(feature)),
      { name: 'CRM as of today', changed: null, offline: offlineCrm, live: null },
    ],
  };
}

export type NaiveJoin = Awaited<ReturnType<typeof naiveJoin>>;

interface CarelessJoin {
  readonly name: string;
  /** Share of the values it joins that were not known at their decision; null where no honest value exists. */
  readonly changed: number | null;
  /** Average precision on the values it was trained with. */
  readonly offline: number;
  /** The same model on honest values; null where the source has no past to read them from. */
  readonly live: number | null;
}

const CONTRACT_FEATURES: ReadonlySet<string> = new Set(
  churnFeatures.views.flatMap(({ source, features }) => (source === contracts ? Object.keys(features) : [])),
);
