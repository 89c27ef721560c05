import { decimal, interval, percent, usd } from '@applied-modeling/report';
import type { Evaluation, Interval } from './domain.ts';
import { offPromise } from './evaluation/coverage.ts';
import { FEATURES } from './features.ts';
import { labelContract, maturesAfterDays, shortWeek } from './label.ts';
import type { RunMetrics } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';
import { whoWins } from './report/prices.ts';
import { conformalSettings, costQuantile, trainSettings } from './settings.ts';
import { prices } from './world/prices.ts';

/** Every figure the answer cites, as plain data: the answer can be written again from it, and a test does. */
export interface AnswerFacts {
  readonly metrics: Omit<RunMetrics, 'seconds' | 'peak_rss_mib' | 'paths' | 'run_id' | 'gate'>;
  readonly gatePassed: boolean;
  readonly regretClosed: Interval | null;
  readonly coverage: Evaluation['coverage'];
  readonly worstRegion: Evaluation['worstRegion'];
  readonly worstWeek: Evaluation['worstWeek'];
  /** Root mean square distance of a week's coverage from its promise. */
  readonly coverageSpread: Readonly<Record<'asRegistered' | 'adaptive', number>>;
  readonly shortage: Omit<Evaluation['shortage'], 'bins' | 'histogram' | 'outlook'>;
  readonly fungible: Evaluation['fungible'];
  readonly sensitivity: Evaluation['sensitivity'];
  readonly rolling: Evaluation['rolling'];
  readonly series: number;
  readonly gapWeeks: number;
  readonly windows: Readonly<Record<'train' | 'calibration' | 'test', readonly [number, number]>>;
  /** Trees of the planned quantile. */
  readonly trees: number;
  readonly bestSingleFeature: { readonly name: string; readonly auc: number } | null;
}

export function answerFacts(run: TrainRun, metrics: RunMetrics): AnswerFacts {
  const { seconds: _, peak_rss_mib: __, paths: ___, run_id: ____, gate, ...stable } = metrics;
  const { evaluation, ingested, final, model, audit, set } = run;
  const { bins: _____, histogram: ______, outlook: _______, ...shortage } = evaluation.shortage;
  const { calendar } = ingested;
  const range = ({ firstWeek, lastWeek }: { firstWeek: number; lastWeek: number }) => [firstWeek, lastWeek] as const;
  const planned = model.boosters[model.levels.indexOf(costQuantile)];
  const [best] = audit.singleFeatureAucs;
  return {
    metrics: stable,
    gatePassed: gate.passed,
    regretClosed: evaluation.regretClosed,
    coverage: evaluation.coverage,
    worstRegion: evaluation.worstRegion,
    worstWeek: evaluation.worstWeek,
    coverageSpread: {
      asRegistered: offPromise(evaluation.coverageByWeek),
      adaptive: offPromise(evaluation.adaptiveCoverageByWeek),
    },
    shortage,
    fungible: evaluation.fungible,
    sensitivity: evaluation.sensitivity,
    rolling: evaluation.rolling,
    series: set.seriesIds.length,
    gapWeeks: calendar.gapWeeks,
    windows: {
      train: range(final.fold.train),
      calibration: range(final.fold.calibration),
      test: range(calendar.final.test),
    },
    trees: planned.bestIteration === undefined ? planned.trees.length : planned.bestIteration + 1,
    bestSingleFeature: best ? { name: best.name, auc: best.auc } : null,
  };
}

/** The strong answer in seven parts, about 600 words; every figure is one of the facts. Links lead to files under `source`. */
export function writeAnswer(facts: AnswerFacts, source = 'src'): string {
  const link = (file: string) => `[${file.split('/').at(-1)}](${source}/${file})`;
  const parts = [scope, label, features, model, calibration, deployment, failureModes].map((part) => part(facts, link));
  return [
    '# How many nodes to pre-provision in each region next week?',
    '',
    ...parts.flatMap(([title, ...paragraphs], index) => [
      `## ${index + 1}. ${title}`,
      '',
      ...paragraphs.filter((text) => text !== '').flatMap((text) => [text, '']),
    ]),
  ].join('\n');
}

/** Title and paragraphs. */
type Part = (facts: AnswerFacts, link: (file: string) => string) => readonly string[];

const policyOf = ({ metrics }: AnswerFacts, isIt: (role: string, name: string) => boolean) => {
  const found = Object.entries(metrics.policies).find(([name, { role }]) => isIt(role, name));
  if (found === undefined) throw new Error(`answer: no such policy among ${Object.keys(metrics.policies).join(', ')}`);
  return { name: found[0], ...found[1] };
};
const modelOf = (facts: AnswerFacts) => policyOf(facts, (role) => role === 'model');
const bestOf = (facts: AnswerFacts) => policyOf(facts, (_, name) => name === facts.metrics.best_baseline);
const plannedOf = ({ coverage }: AnswerFacts) => coverage.find(({ level }) => level === costQuantile)!;
const shares = ({ estimate, low, high }: Interval) => interval(estimate, [low, high], (share) => percent(share, 0));

const scope: Part = (facts, link) => {
  const [model, best] = [modelOf(facts), bestOf(facts)];
  const incumbent = policyOf(facts, (role) => role === 'incumbent');
  const [first, last] = facts.windows.test;
  const oracle = facts.regretClosed
    ? ` An oracle that sees the hidden level of every series pays ${usd(facts.metrics.metrics.oracle_cost_usd as number)}; of the regret between the best baseline and it, the model closes ${shares(facts.regretClosed)}.`
    : '';
  const [low, high] = incumbent.model_minus_this_ci;
  return [
    'Scope, in numbers',
    `On every Thursday one level of whole nodes is set for each of ${facts.series} region-families, from Monday to Sunday. An idle node-hour costs $${decimal(prices.idleNodeHourUsd, 2)} and an unmet one $${decimal(prices.unmetNodeHourUsd, 2)} (${link('world/prices.ts')}), so the cheapest level is the ${percent(costQuantile)} quantile of the week's hours: not of its mean, and not of its peak.`,
    `Over ${last - first + 1} weeks nobody learnt from, the model's levels cost ${usd(model.cost_usd)}, what was provisioned ${usd(incumbent.cost_usd)} (${usd(-high)} to ${usd(-low)} more, weeks resampled), and the best rule, ${best.name}, ${usd(best.cost_usd)}.${oracle}`,
  ];
};

const label: Part = ({ shortage, gapWeeks }, link) => [
  'The label is a contract',
  `The label is the demand of the week's ${24 * labelContract.windowDays} hours. It matures ${maturesAfterDays} days after the decision: ${labelContract.leadDays} of lead, ${labelContract.windowDays} of week, ${labelContract.correctionDays} until billing stops correcting (${link('label.ts')}); folds lie ${gapWeeks} weeks apart.`,
  `Demand is not usage. Usage stops at capacity; who found no node asks again, goes next door, or is lost without a trace. Demand is rebuilt from usage, stock-outs and first failures before anything is learnt (${link('demand.ts')}). A second label, the event, is a week with more than ${percent(shortWeek.hoursShare, 0)} of its hours short at the level in force: ${percent(shortage.baseRate)} of them, and ${percent(shortage.baseRateAsPlanned)} at the model's levels.`,
];

const features: Part = ({ bestSingleFeature, metrics }, link) => [
  'Features, by source and freshness',
  `${FEATURES.length} features from ${new Set(FEATURES.map(({ source }) => source)).size} sources, all relative to a structural forecast (${link('forecast/structural-forecast.ts')}): the usual hour times the newest level, plus what is known ahead. Usage counts as billed by Thursday 06:00; of the week under way that is three days. The future is read by when it was announced: scheduled jobs, signed tenants, launches, holidays (${link('features.ts')}). ` +
    `${bestSingleFeature ? `No feature alone tells better than AUC ${decimal(bestSingleFeature.auc)} (\`${bestSingleFeature.name}\`) whether a week needs more than that forecast says. ` : ''}Feature fingerprint \`${metrics.fingerprints.features?.slice(0, 12)}\`.`,
];

const model: Part = (facts, link) => {
  const [ablation, careless] = ['ablation', 'careless'].map((wanted) => policyOf(facts, (role) => role === wanted));
  const earlier = facts.rolling.slice(0, -1);
  const excess = (other: { readonly cost_usd: number }) => usd(other.cost_usd - modelOf(facts).cost_usd);
  return [
    'The model and its trade-off',
    `One gradient-boosted quantile each for ${trainSettings.quantiles.map((level) => percent(level, 0)).join(', ')} of the hours (${facts.trees} trees for the planned one), on weeks ${facts.windows.train.join(' to ')}. Features are the same for all hours of a week, so pinball loss finds the quantile of their mixture, which is what a level is (${link('stages/4-train.ts')}). ` +
      `The structural forecast alone costs ${excess(ablation)} more; the same boosters on raw usage cost ${excess(careless)} more. The trade-off: five models that can cross, and are rearranged.`,
    ablation.mape < modelOf(facts).mape
      ? `By MAPE the structural forecast wins (${percent(ablation.mape, 0)} against ${percent(modelOf(facts).mape, 0)}): a percentage error rewards levels that are too low.`
      : '',
    `Fitted earlier, on less history, the same recipe covered ${earlier.map(({ coverage }) => percent(coverage)).join(' and ')} of the hours it promised ${percent(costQuantile)} of.`,
  ];
};

const calibration: Part = (facts, link) => {
  const { shortage, worstRegion, windows } = facts;
  const planned = plannedOf(facts);
  const ap = shortage.averagePrecision;
  const best = shortage.averagePrecisionOfOracle;
  const chance = ap
    ? `How far the level in force lies below the planned one becomes, by isotonic regression, the chance that the week runs short: average precision ${interval(ap.estimate, [ap.low, ap.high])} against ${decimal(shortage.averagePrecisionOfStockouts?.estimate)} for recent stock-outs${best ? ` and ${decimal(best.estimate)} for the oracle` : ''}. Of the ${shortage.k} a manager can look into each week, ${percent(shortage.precisionAtK, 0)} run short (at most ${percent(shortage.achievable, 0)} could). Expected calibration error ${percent(shortage.expectedCalibrationError)}${shortage.slope ? `, slope ${interval(shortage.slope.estimate, [shortage.slope.low, shortage.slope.high])}` : ''}.`
    : 'Too few weeks ran short to judge the chance of it.';
  return [
    'Imbalance and calibration',
    `Split conformal, by ${conformalSettings.groupBy}, on the second half of weeks ${windows.calibration.join(' to ')} (${link('stages/5-calibrate.ts')}). Promised ${percent(costQuantile)} of hours, covered ${percent(planned.hour)}; the promised share was kept in ${percent(planned.week, 0)} of series-weeks, and the peak hour covered in ${percent(planned.peak, 0)}, which nobody paid for. Worst region: ${worstRegion.region}, ${percent(worstRegion.coverage)}.`,
    chance,
  ];
};

const deployment: Part = (facts, link) => {
  const { sumOfQuantiles, quantileOfSum } = facts.fungible;
  const { multipliers, replanned } = facts.sensitivity;
  const held = (by: number) =>
    percent(replanned.nodes[multipliers.indexOf(by)] / replanned.nodes[multipliers.indexOf(1)] - 1, 0);
  return [
    'Deployment',
    `The plan: levels every Thursday at 06:00 UTC, warnings at 08:00, when the levels in force are published; refit every quarter. When scoring is down, last week's levels stay in force, then the four-week rule. The new version is registered as \`challenger\`; the gate ${facts.gatePassed ? 'passed' : 'did not pass'}; the rule stays champion until a person promotes the model (${link('stages/7-register.ts')}).`,
    `${whoWins(facts)} Planned for a doubled price, the model holds ${held(2)} more nodes. Nodes cannot be moved between regions, budgets can: covering every series nine hours in ten takes ${percent(sumOfQuantiles / quantileOfSum - 1, 0)} more than covering their sum.`,
  ];
};

const failureModes: Part = ({ metrics, gapWeeks, coverageSpread }, link) => [
  'Where this can fail',
  `**Usage mistaken for demand.** Capacity that follows usage follows itself down: what could not be served is never missed (${link('demand.ts')}).`,
  `**The future read too early.** A launch joined by the day it took effect is known before anybody announced it. The audit looks at every run before anything is registered; this one ${metrics.audit.passed ? 'passed' : 'was refused'}, and \`--plant-leak\` shows the refusal (${link('evaluation/audit.ts')}).`,
  `**Coverage that drifts.** A week is off its promise by ${percent(coverageSpread.asRegistered)}, by ${percent(coverageSpread.adaptive)} if the level follows its own misses, although those are ${gapWeeks} weeks old (${link('evaluation/coverage.ts')}).`,
  'A win on synthetic data proves the procedure, not the lift.',
];
