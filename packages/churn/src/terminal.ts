import { count, decimal, interval, percent, usd } from '@applied-modeling/report';
import type { RunMetrics } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';

/** One screen: rule → model → ceiling, money, audit, gate, what changed since last time, where to look, what to try. */
export function summarise(
  run: TrainRun,
  metrics: RunMetrics,
  previous: RunMetrics | null,
  openCommand: string,
): string {
  const blocks = [
    headline(run, metrics),
    figures(run),
    money(run),
    verdicts(run),
    previous && run.audit.passed ? [`  since your last run of this seed and size: ${compare(previous, metrics)}`] : [],
    [
      `  report   ${metrics.paths.report_html}`,
      `  mlflow   ${openCommand}`,
      `  ${metrics.seconds.total.toFixed(1)} s, ${count(metrics.peak_rss_mib)} MiB`,
    ],
    whatToTry(run),
  ];
  const shown = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `\n${shown.join('\n\n')}\n\n`;
}

function headline({ evaluation, ingested: { source } }: TrainRun, metrics: RunMetrics): string[] {
  const where = source.kind === 'simulated' ? `simulated ${source.size}, seed ${source.seed}` : source.dir;
  return [`Churn: ${count(metrics.rows.test)} test decisions, ${percent(evaluation.baseRate)} collapse (${where})`];
}

function figures({ evaluation }: TrainRun): string[] {
  const { averagePrecision: ap, ceilings, ladder, model, k, precisionAtK } = evaluation;
  const [{ slope, expectedCalibrationError }] = evaluation.calibration;
  const rung = (name: string) => ladder.find((one) => one.name === name)!;
  const [rule, logistic] = [rung('csm_rule'), rung('logistic')];
  const steps = [
    `CSM rule ${decimal(rule.averagePrecision.estimate)}`,
    `logistic ${decimal(logistic.averagePrecision.estimate)}`,
    `${model} ${interval(ap.estimate, [ap.low, ap.high])}`,
    ...(ceilings ? [`ceiling ${decimal(ceilings.observable.estimate)}`] : []),
  ];
  const gap = ceilings
    ? `${percent(ceilings.gapClosed)} of the way from the rule to what anyone could know${ceilings.gapClosed > 1 ? ': above the ceiling' : ''}`
    : 'unknown: your own data has no ceiling to compare with';
  return [
    `  average precision   ${steps.join('  →  ')}`,
    `  riskiest ${String(k).padEnd(11)}CSM rule right ${percent(rule.precisionAtK)}  →  ${model} ${percent(precisionAtK.precision)} a week (at most ${percent(precisionAtK.achievable)})`,
    `  gap closed          ${gap}`,
    `  calibration         slope ${interval(slope.estimate, [slope.low, slope.high])}, expected error ${percent(expectedCalibrationError, 2)}`,
  ];
}

function money({ evaluation }: TrainRun): string[] {
  if (evaluation.money.length === 0) return ['  money               unknown: no account has a revenue (arr_usd)'];
  const queue = ({ policy, precision, contacts, net }: (typeof evaluation.money)[number]) =>
    `  ${policy.padEnd(33)} right ${percent(precision, 0).padStart(4)}  ${count(contacts).padStart(5)} contacts  ${usd(net.estimate).padStart(9)}  [${usd(net.low)}, ${usd(net.high)}]`;
  return [...evaluation.money.map(queue), '  (twelve weeks; an account that stays on the list is contacted once)'];
}

function verdicts({ audit, registered }: TrainRun): string[] {
  const { gate, version, modelName } = registered;
  const passed = gate.checks.filter((check) => check.passed).length;
  const audited = audit.passed
    ? `passed: ${audit.checked.length} detectors, ${audit.findings.length || 'nothing'} found`
    : 'REFUSED';
  return [
    `  audit  ${audited}`,
    ...findings(audit.findings),
    `  gate   ${gate.passed ? 'passed' : 'not passed'}: ${passed} of ${gate.checks.length} checks`,
    ...gate.checks
      .filter((check) => !check.passed)
      .map(({ name, reason }) => `    ✗ ${name}: ${reason.replace('failed: ', '')}`),
    version === null
      ? '  nothing was registered'
      : `  registered ${modelName} version ${version} as challenger; champion is still the CSM rule until you move it`,
  ];
}

/** One entry a detector and severity: a leak comes in several columns, and the advice is the same for all. */
function findings(all: TrainRun['audit']['findings']): string[] {
  const groups = new Map<string, (typeof all)[number][]>();
  for (const finding of all) {
    const title = `${finding.severity === 'refused' ? '✗' : '·'} ${finding.detector}`;
    groups.set(title, [...(groups.get(title) ?? []), finding]);
  }
  return [...groups].flatMap(([title, found]) => [
    `    ${title}`,
    ...found.map(({ subject, found }) => `      ${subject}: ${found}`),
    `      → ${found[0].whatToDo}`,
  ]);
}

function whatToTry({ ingested, audit }: TrainRun): string[] {
  if (ingested.source.kind === 'files')
    return ['  try next  pnpm churn:train    (the simulated world, whose right answer is known)'];
  const leak = '  try next  pnpm churn:train --size small --plant-leak    (watch the audit refuse a leak)';
  const other = '            pnpm churn:train --seed 8                     (a world nobody tuned to)';
  return audit.passed
    ? [leak, other]
    : ['  try next  pnpm churn:train --size small    (the same world without the leak)'];
}

function compare(before: RunMetrics, now: RunMetrics): string {
  const [a, b] = [before.metrics.average_precision as number, now.metrics.average_precision as number];
  const same =
    before.fingerprints.data === now.fingerprints.data && before.fingerprints.model === now.fingerprints.model;
  if (same && a === b) return 'identical (same data, features and model fingerprints)';
  return `average precision ${b >= a ? '+' : '−'}${decimal(Math.abs(b - a))}`;
}
