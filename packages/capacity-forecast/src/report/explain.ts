import { take } from '@applied-modeling/evaluation';
import { gainImportance } from '@applied-modeling/gbm';
import { isTrees } from '@applied-modeling/learned';
import { BECAUSE, rowsToActOn } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { count } from '@applied-modeling/report';
import type { CalibratedModel, FeatureRows } from '../domain.ts';
import { hourQuantiles } from '../evaluation/window.ts';
import { FEATURE_WORDS } from '../features.ts';
import { explainCorrection, planLevels } from '../forecast/plan.ts';
import type { JudgedRun } from '../pipeline.ts';
import { score } from '../stages/8-score.ts';

/** What the model corrects and by how much, three weeks it judged, and what it plans for the coming one. */
export async function explainSections(run: JudgedRun): Promise<readonly report.Section[]> {
  const { model, refit, set, audit } = run;
  if (!audit.passed) return [];
  const rows = model.fold.test;
  const planned = planLevels(model, set, rows);
  const best = take(hourQuantiles(set.demand), rows);
  const inLogs = (nodes: ArrayLike<number>) => Array.from(nodes, (one, at) => Math.log(one / set.anchor[rows[at]]));
  const explain = explainCorrection(model, set);
  const coming = comingSection(set.coming, refit);
  if (explain === null) return [coming];
  return [
    await report.explainSection({
      ...{ names: set.names, words: FEATURE_WORDS, rows, explain, score: inLogs(planned), outcome: inLogs(best) },
      ...(isTrees(model.correction) && { gain: gainImportance(model.correction) }),
      unit: 'percent of the structural forecast',
      step: 'near enough: they are logs, times 100',
      tell: (at) =>
        `${set.seriesIds[set.series[rows[at]]]} in week ${set.week[rows[at]]}: ${count(planned[at])} nodes planned, ${count(best[at])} best in hindsight`,
      code: ['report/explain.ts', 'forecast/plan.ts'],
    }),
    coming,
  ];
}

/** Where the plan for the coming week lies farthest from the rule's level: no outcome exists yet, and none is asked for. */
function comingSection(known: FeatureRows, refit: CalibratedModel): report.Section {
  const caption = `Week ${known.week[0]}: the series whose plan lies farthest from the level of the rule in force, the nodes to hold, the chance that the level in force runs short, what the week is expected to cost less, and what moves the plan off the structural forecast.`;
  return {
    title: 'What to provision next week?',
    code: ['stages/8-score.ts'],
    blocks: [report.table({ caption, words: [BECAUSE], rows: rowsToActOn(score(known, refit), 'series') })],
  };
}
