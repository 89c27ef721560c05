import { explainRidge, quantilesOfRows, take } from '@applied-modeling/evaluation';
import { explainRows, gainImportance } from '@applied-modeling/gbm';
import * as report from '@applied-modeling/report';
import { count } from '@applied-modeling/report';
import type { CalibratedModel, FeatureRows } from '../domain.ts';
import { FEATURES } from '../features.ts';
import { planLevels } from '../forecast/plan.ts';
import { HOURS } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { costQuantile } from '../settings.ts';

/** Series of the coming week that are shown. */
const SHOWN = 10;

/** What the model corrects and by how much, three weeks it judged, and what it plans for the coming one. */
export async function explainSections(run: JudgedRun): Promise<readonly report.Section[]> {
  const { model, refit, set, final, audit } = run;
  if (!audit.passed) return [];
  const rows = final.test;
  const planned = planLevels(model, set, rows);
  const best = take(quantilesOfRows(set.demand, HOURS, costQuantile), rows);
  const inLogs = (nodes: ArrayLike<number>) => Array.from(nodes, (one, at) => Math.log(one / set.anchor[rows[at]]));
  const explain = explainerOf(model, set);
  const coming = comingSection(set.coming, refit);
  if (explain === null) return [coming];
  return [
    await report.explainSection({
      ...{ names: set.names, words: WORDS, rows, explain, score: inLogs(planned), outcome: inLogs(best) },
      ...(model.booster && { gain: gainImportance(model.booster) }),
      unit: 'percent of the structural forecast',
      step: 'near enough: they are logs, times 100',
      tell: (at) =>
        `${set.seriesIds[set.series[rows[at]]]} in week ${set.week[rows[at]]}: ${count(planned[at])} nodes planned, ${count(best[at])} best in hindsight`,
      code: ['report/explain.ts', 'forecast/plan.ts'],
    }),
    coming,
  ];
}

/** In percent of the structural forecast. Null for a multiplier, which knows the family and nothing else. */
function explainerOf({ ridge, booster }: CalibratedModel, set: FeatureRows) {
  if (!ridge && !booster) return null;
  return (rows: Uint32Array) => {
    const explained = booster ? explainRows(booster, set, rows) : explainRidge(ridge!, set.columns, rows);
    const { base, effects } = explained;
    return { ...explained, base: 100 * base, effects: effects.map((row) => row.map((effect) => 100 * effect)) };
  };
}

/** Where the plan for the coming week lies farthest from the rule's level: no outcome exists yet, and none is asked for. */
function comingSection(known: FeatureRows, refit: CalibratedModel): report.Section {
  const everything = Uint32Array.from({ length: known.rows }, (_, row) => row);
  const planned = planLevels(refit, known, everything);
  const distance = (row: number) => Math.abs(planned[row] - known.provisioned[row]);
  const first = everything.toSorted((a, b) => distance(b) - distance(a)).subarray(0, SHOWN);
  const told = Array.from(first, (row) => ({
    series: known.seriesIds[known.series[row]],
    planned: count(planned[row]),
    'structural forecast': count(known.anchor[row]),
    'the rule in force': count(known.provisioned[row]),
  }));
  const caption = `Week ${known.week[0]}: the ${SHOWN} series whose plan differs most from the level of the rule in force, and what moves the plan off the structural forecast.`;
  const explained = explainerOf(refit, known)?.(first);
  return {
    title: 'What to provision next week?',
    code: ['report/explain.ts'],
    blocks: [
      explained
        ? report.reasonedTable({ names: known.names, words: WORDS }, explained, told, { caption })
        : report.table({ caption, rows: told }),
    ],
  };
}

/** Of each feature, up to the colon. */
const WORDS = Object.fromEntries(FEATURES.map(({ name, about }) => [name, about.replace(/:.*/, '')]));
