import { count, decimal, interval, percent, usd } from '@applied-modeling/report';
import { eligibility } from './candidates.ts';
import type { Evaluation, LabelComparison, QueueMoney, Rung } from './domain.ts';
import { type NaiveJoinSummary, readFailures, summariseNaiveJoin } from './failure-modes/failures-summary.ts';
import { churnFeatures } from './features.ts';
import { labelContract, maturesAfterDays } from './label.ts';
import type { RunMetrics } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';
import { SHIPPED_QUEUE } from './queue-money.ts';
import { prices } from './world/prices.ts';

/** Every figure the answer cites, as plain data: the answer can be written again from it, and a test does. */
export interface AnswerFacts {
  readonly metrics: Omit<RunMetrics, 'seconds' | 'peak_rss_mib' | 'paths' | 'run_id' | 'gate'>;
  readonly gatePassed: boolean;
  readonly ladder: readonly Rung[];
  readonly ceilings: Evaluation['ceilings'];
  readonly calibration: readonly {
    readonly method: string;
    readonly brierScore: number;
    readonly slope: readonly [number, number, number];
  }[];
  readonly factual: Evaluation['factual'];
  readonly money: readonly QueueMoney[];
  readonly flips: Evaluation['sensitivity']['flips'];
  /** At today's price of a contact. */
  readonly bestQueue: string;
  readonly rolling: Evaluation['rolling'];
  readonly labels: readonly LabelComparison[];
  readonly tableRows: Readonly<Record<string, number>>;
  readonly gapWeeks: number;
  readonly eligiblePerWeek: number;
  readonly windows: Readonly<Record<'train' | 'calibration' | 'test', readonly [number, number]>>;
  readonly features: number;
  readonly sources: number;
  readonly trees: number | null;
  /** Of `failures.json`, which `pnpm churn:failures` writes. */
  readonly naiveJoin: NaiveJoinSummary;
  readonly bestSingleFeature: { readonly column: string; readonly auc: number } | null;
}

export function answerFacts(run: TrainRun, metrics: RunMetrics): AnswerFacts {
  const { seconds: _, peak_rss_mib: __, paths: ___, run_id: ____, gate, ...stable } = metrics;
  const { evaluation, ingested, final, model, audit, set } = run;
  const { calendar } = ingested;
  const [best] = audit.singleFeatureAucs;
  const range = ({ firstWeek, lastWeek }: { firstWeek: number; lastWeek: number }) => [firstWeek, lastWeek] as const;
  return {
    metrics: stable,
    gatePassed: gate.passed,
    ladder: evaluation.ladder,
    ceilings: evaluation.ceilings,
    calibration: evaluation.calibration.map(({ method, brierScore, slope }) => ({
      method,
      brierScore,
      slope: [slope.estimate, slope.low, slope.high],
    })),
    factual: evaluation.factual,
    money: evaluation.money,
    flips: evaluation.sensitivity.flips,
    bestQueue: evaluation.sensitivity.best[evaluation.sensitivity.multipliers.indexOf(1)],
    rolling: evaluation.rolling,
    labels: evaluation.labels,
    tableRows: ingested.rows,
    gapWeeks: calendar.gapWeeks,
    eligiblePerWeek: evaluation.eligiblePerWeek,
    windows: {
      train: range(final.fold.train),
      calibration: range(final.fold.calibration),
      test: range(calendar.final.test),
    },
    features: set.names.length,
    sources: new Set(churnFeatures.views.map(({ source }) => source)).size,
    trees: model.booster?.bestIteration === undefined ? null : model.booster.bestIteration + 1,
    naiveJoin: summariseNaiveJoin(readFailures()),
    bestSingleFeature: best ? { column: best.name, auc: best.auc } : null,
  };
}

/** The strong answer in seven parts, about 600 words; every figure is one of the facts, and `source` is where its links lead. */
export function writeAnswer(facts: AnswerFacts, source = 'src'): string {
  const lines = [
    '# Which accounts will collapse, early enough to act?',
    '',
    ...[scope, label, features, model, calibration, deployment, failureModes].flatMap((part, index) =>
      part(facts, index + 1),
    ),
  ];
  return lines.join('\n').replaceAll('](src/', `](${source}/`);
}

const link = (text: string, file: string) => `[${text}](src/${file})`;
const rung = (facts: AnswerFacts, name: string): Rung => {
  const found = facts.ladder.find((one) => one.name === name);
  if (found === undefined) throw new Error(`answer: no rung ${name} in the ladder`);
  return found;
};
const part = (number: number, title: string, ...paragraphs: string[]) => [
  `## ${number}. ${title}`,
  '',
  ...paragraphs.filter((text) => text !== '').flatMap((text) => [text, '']),
];

function scope(facts: AnswerFacts, number: number): string[] {
  const { metrics, ceilings, money } = facts;
  const model = facts.ladder.at(-1)!;
  const rule = rung(facts, 'csm_rule');
  const [first, last] = facts.windows.test;
  const testWeeks = last - first + 1;
  const byRevenue = money.find(({ policy }) => policy === SHIPPED_QUEUE);
  const ceiling = ceilings
    ? ` The best anyone could do with the same data is ${decimal(ceilings.observable.estimate)}; the model closes ${percent(ceilings.gapClosed, 0)} of the gap.`
    : '';
  return part(
    number,
    'Scope, in numbers',
    `Customer success can contact about ${count(metrics.metrics.k as number)} of ${count(facts.eligiblePerWeek)} eligible accounts a week, so the product is a weekly queue, not a probability. ` +
      `On ${count(metrics.rows.test)} test decisions of which ${percent(metrics.metrics.base_rate as number)} end in collapse, those the model holds riskiest do so ${percent(model.precisionAtK, 0)} of the time; those of the rule in use today, ${percent(rule.precisionAtK, 0)}. ` +
      `Average precision is ${interval(model.averagePrecision.estimate, [model.averagePrecision.low, model.averagePrecision.high])} against ${decimal(rule.averagePrecision.estimate)}.${ceiling}`,
    byRevenue
      ? `The queue that ships is ordered by expected revenue at risk: right ${percent(byRevenue.precision, 0)} of the time, and worth more. Over ${testWeeks} weeks it nets ${usd(byRevenue.net.estimate)} [${usd(byRevenue.net.low)}, ${usd(byRevenue.net.high)}] from ${count(byRevenue.contacts)} contacts at $${prices.contactUsd}, since an account that stays on the list is contacted once (${link('queue-money.ts', 'queue-money.ts')}).`
      : '',
  );
}

function label({ labels }: AnswerFacts, number: number): string[] {
  const [usage, closure, renewal] = labels;
  return part(
    number,
    'The label is a contract',
    `An account collapses when its mean usage over days ${labelContract.leadDays} to ${labelContract.leadDays + labelContract.windowDays} falls below ${percent(labelContract.collapseRatio, 0)} of its seasonally adjusted ${labelContract.baselineDays}-day baseline (${link('label.ts', 'label.ts')}). ` +
      `It matures after ${maturesAfterDays} days. Accounts already below ${percent(eligibility.minimumUsageRatio28To84, 0)} of their baseline are not scored: of all usage collapses among active accounts, ${percent(usage.alreadyGone, 0)} were plain to see at the decision.`,
    `Account closure happens in ${percent(closure.baseRate)} of account-weeks and non-renewal in ${percent(renewal.baseRate)}; ${percent(closure.agreesWithUsage, 0)} and ${percent(renewal.agreesWithUsage, 0)} of them are usage collapses too, only later. ` +
      'A collapse is positive for about ten weekly decisions, so a weekly rate is not a yearly one.',
  );
}

function features({ features, sources, bestSingleFeature, metrics }: AnswerFacts, number: number): string[] {
  const best = bestSingleFeature
    ? `No honest feature alone is better than AUC ${decimal(bestSingleFeature.auc)} (\`${bestSingleFeature.column}\`). `
    : '';
  return part(
    number,
    'Features, by source and freshness',
    `${features} features from ${sources} sources: billing (hours late, corrected later), query history, jobs, audit log, tickets, commitments, contacts, feed completeness, the published calendar and the account itself (${link('features.ts', 'features.ts')}). ` +
      `All are read through one point-in-time join (${link('features.sql', 'features.sql')}): a row counts only if it was available at Monday 06:00 of the decision. Missing is not zero. ` +
      `CRM fields are overwritten in place, so they have no past and are left out. ${best}Feature fingerprint \`${metrics.fingerprints.features?.slice(0, 12)}\`.`,
  );
}

function model(facts: AnswerFacts, number: number): string[] {
  const logistic = rung(facts, 'logistic');
  const trees = facts.trees === null ? 'a second engine' : `${facts.trees} trees`;
  return part(
    number,
    'The model and its trade-off',
    `Gradient boosting (${trees}) on weeks ${facts.windows.train.join(' to ')}, because what a signal means depends on the workload and on the distance to the renewal: logistic regression on the same columns reaches ${decimal(logistic.averagePrecision.estimate)}, ` +
      `${decimal(logistic.modelMinusThis.estimate)} less (95 % interval ${decimal(logistic.modelMinusThis.low)} to ${decimal(logistic.modelMinusThis.high)}, accounts resampled). ` +
      `The price is that a score needs contributions to be explained, and that a contribution says why a score is high, not what would lower it (${link('4-train.ts', 'stages/4-train.ts')}).`,
    facts.rolling.length > 0
      ? `Fitted and judged earlier the same recipe scores ${facts.rolling.map(({ averagePrecision }) => decimal(averagePrecision)).join(', ')}, with less history each.`
      : '',
  );
}

function calibration({ calibration, metrics, factual, windows }: AnswerFacts, number: number): string[] {
  const isotonic = calibration.find(({ method }) => method === 'isotonic')!;
  const platt = calibration.find(({ method }) => method === 'platt')!;
  const [slope, low, high] = isotonic.slope;
  return part(
    number,
    'Imbalance and calibration',
    `No resampling: ${percent(metrics.metrics.base_rate as number)} positives are enough, and a resampled model forgets the base rate. Margins become probabilities by smoothed isotonic regression on weeks ${windows.calibration.join(' to ')}: slope ${interval(slope, [low, high])}, ` +
      `expected calibration error ${percent(metrics.metrics.expected_calibration_error as number, 2)}, Brier score ${decimal(isotonic.brierScore, 4)} against ${decimal(platt.brierScore, 4)} for Platt's sigmoid, which assumes a shape (${link('5-calibrate.ts', 'stages/5-calibrate.ts')}).`,
    `Managers contact the accounts they fear for, which changes the outcome. The label is therefore judged on accounts left alone, with inverse-probability weights from a randomised holdout; a naive evaluation on everybody would report average precision ${decimal(factual.averagePrecision)}.`,
  );
}

function deployment({ gapWeeks, gatePassed, flips, bestQueue }: AnswerFacts, number: number): string[] {
  return part(
    number,
    'Deployment',
    `The plan: scored every Monday at 06:00 UTC into a Delta table; refitted every quarter on the newest matured labels, which are ${gapWeeks} weeks old. When scoring is down, last week's queue stays in force, and after two weeks the rule takes over. ` +
      `The new version is registered as \`challenger\`; the gate ${gatePassed ? 'passed' : 'did not pass'}; the rule stays champion until a person promotes the model (${link('7-register.ts', 'stages/7-register.ts')}).`,
    flips.length > 0
      ? `The decision flips at ${flips.map(({ multiplier, label }) => `${decimal(multiplier, 2)} times the price of a contact (${label})`).join('; ')}.`
      : `Between a quarter and four times the price of a contact the best queue stays ${bestQueue}.`,
  );
}

function naiveJoin({ worlds, honest, careless }: NaiveJoinSummary): string {
  const joins = careless.map(({ name, offline, live, worldsBetterOffline }) => {
    const deployed = live === null ? '' : `, ${decimal(live)} live`;
    return `${name} ${decimal(offline)} (better in ${worldsBetterOffline})${deployed}`;
  });
  return (
    `**The naive join.** On ${worlds} small worlds the honest join scores ${decimal(honest)} on average; read as they stand today, the sources score, offline: ${joins.join('; ')}. ` +
    `Live, a model gets what is known at the decision (${link('naive-join.ts', 'failure-modes/naive-join.ts')}; \`pnpm churn:failures\`).`
  );
}

function failureModes({ gapWeeks, metrics, naiveJoin: naive }: AnswerFacts, number: number): string[] {
  return part(
    number,
    'Where this can fail',
    `**A leak.** The audit looks at every run before anything is registered; this one ${metrics.audit.passed ? 'passed' : 'was refused'}. Run with \`--plant-leak\` to see a CRM column refused (${link('leaky-crm.ts', 'failure-modes/leaky-crm.ts')}).`,
    naiveJoin(naive),
    `**Late truth.** Precision is known ${gapWeeks} weeks after a decision, so drift of the inputs has to be watched meanwhile.`,
    `**Our own contacts.** Whoever trains on what happened after a rescue learns that danger signs are harmless. Without a holdout nobody would notice.`,
    'A win on synthetic data proves the procedure, not the lift.',
  );
}
