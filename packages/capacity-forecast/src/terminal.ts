import { count, decimal, interval, percent, usd } from '@applied-modeling/report';
import { tellRegistration } from '@applied-modeling/tracking';
import type { Interval, PolicyCost } from './domain.ts';
import type { RunMetrics } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';
import { costQuantile } from './settings.ts';

/** One screen: what every way to choose levels costs, coverage, audit, gate, what changed, where to look, what to try. */
export function summarise(
  run: TrainRun,
  metrics: RunMetrics,
  previous: RunMetrics | null,
  openCommand: string,
): string {
  const { evaluation } = run;
  const lines = [
    '',
    headline(run, metrics),
    '',
    `  ${'levels by'.padEnd(18)} ${'cost'.padStart(8)}  ${'model − this [95 %]'.padEnd(28)} covered    MAPE`,
    ...evaluation.policies.map(policyLine),
    '',
    evaluation.regretClosed
      ? `  regret closed       ${percentInterval(evaluation.regretClosed)} of the way from ${evaluation.bestBaseline} to the oracle`
      : '  regret closed       unknown: your own data have no oracle to compare with',
    ...coverageLines(run),
    ...shortageLines(run),
    '',
    ...verdictLines(run),
    ...(previous && run.audit.passed
      ? ['', `  since your last run of this seed and size: ${compare(previous, metrics)}`]
      : []),
    '',
    `  report   ${metrics.paths.report_html}`,
    `  mlflow   ${openCommand}`,
    `  ${metrics.seconds.total.toFixed(1)} s, ${count(metrics.peak_rss_mib)} MiB`,
    '',
    ...whatToTry(run),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ ingested: { source }, evaluation }: TrainRun, metrics: RunMetrics): string {
  const where = source.kind === 'simulated' ? `simulated ${source.size}, seed ${source.seed}` : source.dir;
  const [weeks, series] = [evaluation.weeks.length, Math.round(metrics.rows.test / evaluation.weeks.length)];
  return `Capacity: ${series} series planned for ${weeks} weeks, judged by the ${evaluation.judgedBy === 'truth' ? 'true' : 'estimated'} demand (${where})`;
}

function policyLine({ name, role, costUsd, modelMinusThis, shortShare, mape }: PolicyCost): string {
  const difference =
    role === 'model' ? '' : interval(modelMinusThis.estimate, [modelMinusThis.low, modelMinusThis.high], usd);
  const note = role === 'careless' || role === 'ablation' ? ` (${NOTES[role]})` : '';
  return `  ${name.padEnd(18)} ${usd(costUsd.estimate).padStart(8)}  ${difference.padEnd(28)} ${percent(1 - shortShare).padStart(7)} ${percent(mape, 0).padStart(7)}${note}`;
}

const NOTES = {
  careless: 'careless: learns what was served',
  ablation: 'what the model corrects; a part of it',
} as const;

function coverageLines({ evaluation }: TrainRun): string[] {
  const planned = evaluation.coverage.find(({ level }) => level === costQuantile)!;
  const { worstRegion, worstWeek } = evaluation;
  return [
    `  covered             ${percent(costQuantile)} of hours promised, ${percent(1 - evaluation.policies.find(({ role }) => role === 'model')!.shortShare)} found; worst region ${worstRegion.region} ${percent(worstRegion.coverage)}, worst week ${worstWeek.week} ${percent(worstWeek.coverage)}`,
    `  pinball loss        ${decimal(planned.pinballLoss, 2)} nodes${planned.oraclePinballLoss === null ? '' : `, oracle ${decimal(planned.oraclePinballLoss, 2)}`}`,
  ];
}

function shortageLines({ evaluation: { shortage } }: TrainRun): string[] {
  const { averagePrecision: ap, averagePrecisionOfStockouts: today, averagePrecisionOfOracle: best, slope } = shortage;
  const ends = (value: Interval | null) =>
    value ? interval(value.estimate, [value.low, value.high]) : 'too few to say';
  return [
    `  weeks run short     ${percent(shortage.baseRate)} as provisioned, ${percent(shortage.baseRateAsPlanned)} as planned; average precision ${ends(ap)}, by recent stock-outs ${decimal(today?.estimate)}, at most ${decimal(best?.estimate)}`,
    `  precision at ${String(shortage.k).padEnd(6)} ${percent(shortage.precisionAtK, 0)} a week, by recent stock-outs ${percent(shortage.precisionAtKOfStockouts, 0)} (at most ${percent(shortage.achievable, 0)}); slope ${ends(slope)}`,
  ];
}

function verdictLines({ audit, gate, registered }: TrainRun): string[] {
  return [
    `  audit  ${audit.passed ? `passed: ${audit.checked.length} detectors, ${audit.findings.length || 'nothing'} found` : 'REFUSED'}`,
    ...audit.findings.map(
      ({ detector, subject, found, whatToDo, severity }) =>
        `    ${severity === 'refused' ? '✗' : '·'} ${detector}: ${subject}\n      ${found}\n      → ${whatToDo}`,
    ),
    `  gate   ${gate.passed ? 'passed' : 'not passed'}: ${gate.checks.filter(({ passed }) => passed).length} of ${gate.checks.length} checks`,
    ...gate.checks
      .filter(({ passed }) => !passed)
      .map(({ name, reason }) => `    ✗ ${name}: ${reason.replace('failed: ', '')}`),
    ...gate.skipped.map(({ name, why }) => `    · ${name} was not asked: ${why}`),
    `  ${tellRegistration(registered)}`,
  ];
}

function whatToTry({ ingested, audit }: TrainRun): string[] {
  if (ingested.source.kind === 'files')
    return ['  try next  pnpm capacity:train    (the simulated world, whose right answer is known)'];
  const leak = '  try next  pnpm capacity:train --size small --plant-leak    (watch the audit refuse a leak)';
  const other = '            pnpm capacity:train --seed 8                     (a world nobody tuned to)';
  return audit.passed
    ? [leak, other]
    : ['  try next  pnpm capacity:train --size small    (the same world without the leak)'];
}

function percentInterval({ estimate, low, high }: Interval): string {
  return interval(estimate, [low, high], (share) => percent(share, 0));
}

function compare(before: RunMetrics, now: RunMetrics): string {
  const [a, b] = [before.metrics.cost_usd as number, now.metrics.cost_usd as number];
  const same =
    before.fingerprints.data === now.fingerprints.data && before.fingerprints.model === now.fingerprints.model;
  if (same && a === b) return 'identical (same data, features and model fingerprints)';
  return `cost ${b >= a ? '+' : '−'}${percent(Math.abs(b - a) / a, 2)}`;
}
