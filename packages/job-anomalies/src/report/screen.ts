import { asTyped, type RunMetrics } from '@applied-modeling/command';
import { type RungRole, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import { count, decimal, facts, percent, runScreen, signed, steps, usd } from '@applied-modeling/report';
import { howToOpen, tellRegistration } from '@applied-modeling/tracking';
import type { ServedPolicy } from '../evaluation/judge-pagers.ts';
import type { TrainRun } from '../pipeline.ts';
import { figure } from './run-files.ts';

/** One screen: whom the budget reaches, rule → model → ceiling, money, audit, gate, what changed since last time. */
export function screenOf(run: TrainRun, metrics: RunMetrics, previous: RunMetrics | null, mlrunsDir: string): string {
  const { paging, ladder, ...evaluation } = run.evaluation;
  const [rule, model] = [rungOf(paging.policies, 'incumbent'), rungOf(paging.policies, 'model')];
  const { bestSimpler } = shippedRanker(ladder);
  const told = ladder.filter(({ name, role }) => name === bestSimpler.name || SPOKEN_OF.includes(role));
  const rungs = told.map(({ name, averagePrecision }) => `${name} ${averagePrecision.estimate.toFixed(3)}`);
  const inWords = (figureOf: (policy: ServedPolicy) => string) =>
    steps(`${rule.name} ${figureOf(rule)}`, `model ${figureOf(model)}`);
  const found = facts({
    'precision at the budget': inWords(({ precision }) => percent(precision.estimate, 0)),
    'minutes to a right page': inWords(({ minutesToDetectP50 }) => decimal(minutesToDetectP50 ?? undefined, 0)),
    'average precision': steps(...rungs),
    'gap closed': percent(evaluation.gapClosed, 0),
    money: inWords(({ net }) => usd(net.estimate)),
  });
  return runScreen({
    ...{ judged: run, run: metrics, previous, blocks: [found] },
    headline: `job-anomalies: ${count(evaluation.runs)} runs, ${count(evaluation.pageWorthyRuns)} of them worth a page; ${model.served === 1 ? 'one page' : `${count(model.served)} pages`}`,
    registration: tellRegistration(run.registered),
    compared: { key: figure, name: 'average precision', write: signed },
    openCommand: howToOpen(mlrunsDir).view,
    command: asTyped('jobs:train'),
  });
}

const SPOKEN_OF: readonly RungRole[] = ['incumbent', 'model', 'ceiling'];
