import { asTyped } from '@applied-modeling/command';
import * as report from '@applied-modeling/report';
import { count, estimate, facts, percent, signed } from '@applied-modeling/report';
import { howToOpen, tellRegistration } from '@applied-modeling/tracking';
import type { JudgedRun, TrainRun } from '../pipeline.ts';
import { calendarSettings } from '../settings.ts';
import { figure, type RunMetrics } from './run-files.ts';

/** One screen: rule → model → ceiling, money, audit, gate, what changed since last time, where to look, what to try. */
export function summarise(run: TrainRun, metrics: RunMetrics, previous: RunMetrics | null, mlrunsDir: string): string {
  return report.runScreen({
    headline: `Churn: ${count(metrics.rows.test)} test decisions, ${percent(run.evaluation.baseRate)} collapse`,
    blocks: [figures(run), money(run)],
    ...{ judged: run, run: metrics, previous, openCommand: howToOpen(mlrunsDir).view },
    registration: tellRegistration(run.registered),
    compared: { key: figure, name: 'average precision', write: signed },
    command: asTyped('churn:train'),
  });
}

function figures({ evaluation }: JudgedRun): report.ScreenBlock {
  const { slope, expectedCalibrationError } = evaluation.calibration.shipped;
  const words = { rule: 'CSM rule', simple: 'logistic', slots: `riskiest ${evaluation.k} a week` };
  return facts({
    ...report.rungFacts(evaluation, words),
    calibration: `slope ${estimate(slope)}, expected error ${percent(expectedCalibrationError, 2)}`,
  });
}

function money({ evaluation }: JudgedRun): report.ScreenBlock {
  if (evaluation.money.length === 0) return facts({ money: 'unknown: no account has a revenue (arr_usd)' });
  return {
    kind: 'table',
    rows: report.queueRows(evaluation.money, { right: 'right', acts: 'contacts' }),
    note: `${calendarSettings.testSteps} weeks; an account that stays on the list is contacted once`,
  };
}
