import { count, decimal, interval, percent, signed, usd } from '@applied-modeling/report';
import type { RunMetrics } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';

/** One screen: rule → model → ceiling, money, audit, gate, what changed since last time, where to look, what to try. */
export function summarise(
  run: TrainRun,
  metrics: RunMetrics,
  previous: RunMetrics | null,
  openCommand: string,
): string {
  const { evaluation, naiveJoin, audit, registered, ingested } = run;
  const rule = evaluation.ladder.find(({ name }) => name === 'csm_rule')!;
  const logistic = evaluation.ladder.find(({ name }) => name === 'logistic')!;
  const { averagePrecision: ap, ceilings } = evaluation;
  const where =
    ingested.source.kind === 'simulated'
      ? `simulated ${ingested.source.size}, seed ${ingested.source.seed}`
      : ingested.source.dir;
  const lines = [
    '',
    `Churn: ${count(metrics.rows.test)} test decisions, ${percent(evaluation.baseRate)} collapse (${where})`,
    '',
    `  average precision   CSM rule ${decimal(rule.averagePrecision.estimate)}  →  logistic ${decimal(logistic.averagePrecision.estimate)}  →  ${evaluation.model} ${interval(ap.estimate, [ap.low, ap.high])}` +
      (ceilings ? `  →  ceiling ${decimal(ceilings.observable.estimate)}` : ''),
    `  precision at ${String(evaluation.k).padEnd(6)} CSM rule ${percent(rule.precisionAtK)}  →  ${evaluation.model} ${percent(evaluation.precisionAtK.precision)} a week (at most ${percent(evaluation.precisionAtK.achievable)})`,
    ceilings
      ? `  gap closed          ${percent(ceilings.gapClosed)} of the way from the rule to what anyone could know`
      : '  gap closed          unknown: your own data has no ceiling to compare with',
    `  calibration         slope ${interval(evaluation.calibration[0].slope.estimate, [evaluation.calibration[0].slope.low, evaluation.calibration[0].slope.high])}, expected error ${percent(evaluation.calibration[0].expectedCalibrationError, 2)}`,
    '',
    ...evaluation.money.map(
      ({ policy, precision, contacts, net }) =>
        `  ${policy.padEnd(33)} right ${percent(precision, 0).padStart(4)}  ${count(contacts).padStart(5)} contacts  ${usd(net.estimate).padStart(9)}  [${usd(net.low)}, ${usd(net.high)}]`,
    ),
    '',
    ...(naiveJoin
      ? [
          `  naive join          ${naiveJoin.careless.map(({ name, inflation }) => `${name} ${signed(inflation.estimate)}`).join(', ')}`,
          '',
        ]
      : []),
    `  audit  ${audit.passed ? `passed: ${audit.checked.length} detectors, ${audit.findings.length || 'nothing'} found` : 'REFUSED'}`,
    ...audit.findings.map(
      ({ detector, subject, found, whatToDo, severity }) =>
        `    ${severity === 'refused' ? '✗' : '·'} ${detector}: ${subject}\n      ${found}\n      → ${whatToDo}`,
    ),
    `  gate   ${registered.gate.passed ? 'passed' : 'not passed'}: ${registered.gate.checks.filter(({ passed }) => passed).length} of ${registered.gate.checks.length} checks`,
    ...registered.gate.checks.filter(({ passed }) => !passed).map(({ name, reason }) => `    ✗ ${name}: ${reason}`),
    registered.version === null
      ? '  nothing was registered'
      : `  registered ${registered.modelName} version ${registered.version} as challenger; champion is still the CSM rule until you move it`,
    ...(previous ? ['', `  since your last run of this seed and size: ${compare(previous, metrics)}`] : []),
    '',
    `  report   ${metrics.paths.report_html}`,
    `  mlflow   ${openCommand}`,
    `  ${metrics.seconds.total.toFixed(1)} s, ${count(metrics.peak_rss_mib)} MiB`,
    '',
    '  try next  pnpm churn:train --size small --plant-leak    (watch the audit refuse a leak)',
    '            pnpm churn:train --seed 8                     (a world nobody tuned to)',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function compare(before: RunMetrics, now: RunMetrics): string {
  const [a, b] = [before.metrics.average_precision as number, now.metrics.average_precision as number];
  const same =
    before.fingerprints.data === now.fingerprints.data && before.fingerprints.model === now.fingerprints.model;
  if (same && a === b) return 'identical (same data, features and model fingerprints)';
  return `average precision ${b >= a ? '+' : '−'}${decimal(Math.abs(b - a))}`;
}
