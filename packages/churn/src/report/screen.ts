import { asTyped } from '@applied-modeling/command';
import { rungOf } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, facts, percent, signed, usd } from '@applied-modeling/report';
import { howToOpen, tellRegistration } from '@applied-modeling/tracking';
import type { JudgedRun, TrainRun } from '../pipeline.ts';
import { calendarSettings } from '../settings.ts';
import { figure, type RunMetrics } from './run-metrics.ts';

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
  const { averagePrecision, ceilings, ladder, model, k, precisionAtK } = evaluation;
  const { slope, expectedCalibrationError } = evaluation.calibration.shipped;
  const rule = rungOf(ladder, 'incumbent');
  const logistic = rungOf(ladder, 'simple');
  const above = ceilings && ceilings.gapClosed > 1 ? ': above the ceiling' : '';
  return facts({
    'average precision': report.steps(
      `CSM rule ${decimal(rule.averagePrecision.estimate)}`,
      `logistic ${decimal(logistic.averagePrecision.estimate)}`,
      `${model} ${estimate(averagePrecision)}`,
      ...(ceilings ? [`ceiling ${decimal(ceilings.observable.estimate)}`] : []),
    ),
    [`riskiest ${k} a week`]: report.steps(
      `CSM rule right ${percent(rule.precisionAtK)}`,
      `${model} ${percent(precisionAtK.precision)}`,
      `at most ${percent(precisionAtK.achievable)}`,
    ),
    'gap closed': ceilings
      ? `${percent(ceilings.gapClosed)} of the way from the rule to what anyone could know${above}`
      : 'unknown: your own data has no ceiling to compare with',
    calibration: `slope ${estimate(slope)}, expected error ${percent(expectedCalibrationError, 2)}`,
  });
}

function money({ evaluation }: JudgedRun): report.ScreenBlock {
  if (evaluation.money.length === 0) return facts({ money: 'unknown: no account has a revenue (arr_usd)' });
  return {
    kind: 'table',
    rows: evaluation.money.map(({ name, precision, served, net }) => ({
      'queue ordered by': name,
      right: percent(precision, 0),
      contacts: count(served),
      'net [95 %]': estimate(net, usd),
    })),
    note: `${calendarSettings.testSteps} weeks; an account that stays on the list is contacted once`,
  };
}
