import { take } from '@applied-modeling/evaluation';
import { explainRows, gainImportance } from '@applied-modeling/gbm';
import { BECAUSE, rowsToActOn } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { percent } from '@applied-modeling/report';
import { candidates } from '../candidates.ts';
import { FEATURE_WORDS } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';
import { queueSettings } from '../settings.ts';
import { features } from '../stages/2-features.ts';
import { type ScoringModel, score } from '../stages/8-score.ts';

/** What the model uses, three accounts it judged, and whom it would have called this Monday. */
export async function explainSections(run: JudgedRun): Promise<readonly report.Section[]> {
  const { model, refit, set, final, audit } = run;
  const { booster } = model;
  if (booster === undefined || !audit.passed) return [];
  const names = { names: set.names, words: FEATURE_WORDS };
  const rows = final.test;
  const [margin, outcome] = [model.scorer.margin(set, rows), take(set.y, rows)];
  return [
    await report.explainChances({
      ...{ ...names, rows, margin, calibrator: model.calibrator, outcome },
      gain: gainImportance(booster),
      tell: (at, chance) =>
        `${set.accountId[rows[at]]} in week ${set.week[rows[at]]}: ${percent(chance)}, and it ${outcome[at] === 1 ? 'collapsed' : 'stayed'}`,
      explain: (some) => explainRows(booster, set, some),
      code: ['report/explain.ts', 'stages/8-score.ts'],
    }),
    ...(refit.booster ? [await newestQueue(run, { booster: refit.booster, calibrator: refit.calibrator })] : []),
  ];
}

/** This week's decision, by the model that is registered: scored as `churn:score` would. */
async function newestQueue(
  { ingested, evaluation }: JudgedRun,
  model: Pick<ScoringModel, 'booster' | 'calibrator'>,
): Promise<report.Section> {
  const rows = await features(ingested, await candidates(ingested, [ingested.calendar.historySteps]));
  const keptShares = evaluation.effects.map(({ keptShare }) => keptShare);
  const batch = score(rows, { ...model, queue: { ...queueSettings, keptShares } });
  const caption =
    'The ten accounts for which a contact is worth most on the Monday after the history, by the model that is registered.';
  return {
    title: 'Whom to call this week?',
    code: ['stages/8-score.ts'],
    blocks: [report.table({ caption, words: [BECAUSE], rows: rowsToActOn(batch, 'account') })],
  };
}
