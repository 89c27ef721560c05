import { asTyped, type RunMetrics } from '@applied-modeling/command';
import { facts, percent, runScreen, signed, steps, usd } from '@applied-modeling/report';
import { howToOpen, tellRegistration } from '@applied-modeling/tracking';
import type { TrainRun } from '../pipeline.ts';
import { figure } from './run-files.ts';

/** One screen: rule → model → ceiling, money, audit, gate, what changed since last time. */
export function screenOf(run: TrainRun, metrics: RunMetrics, previous: RunMetrics | null, mlrunsDir: string): string {
  const { evaluation } = run;
  const ladder = evaluation.ladder.map(
    ({ name, averagePrecision }) => `${name} ${averagePrecision.estimate.toFixed(3)}`,
  );
  const money = steps(`rule ${usd(evaluation.money.rule.netUsd)}`, `model ${usd(evaluation.money.model.netUsd)}`);
  const blocks = [facts({ 'average precision': steps(...ladder), 'gap closed': percent(evaluation.gapClosed), money })];
  return runScreen({
    judged: run,
    run: metrics,
    previous,
    blocks,
    headline: `PIPELINE: ${metrics.rows.test} test decisions, ${percent(evaluation.baseRate)} fail`,
    registration: tellRegistration(run.registered),
    compared: { key: figure, name: 'average precision', write: signed },
    openCommand: howToOpen(mlrunsDir).view,
    command: asTyped('VERB:train'),
  });
}
