import {
  applyCalibrator,
  averagePrecision,
  type BootstrapEstimate,
  brierDecomposition,
  brierScore,
  type Calibrator,
  calibrationSlope,
  clusterBootstrap,
  expectedCalibrationError,
  lift,
  logLoss,
  pairedDifference,
  precisionAtK,
  precisionRecallCurve,
  type RankedScores,
  rankScores,
  reliabilityDiagram,
  rocAuc,
} from '@applied-modeling/evaluation';
import { readTruth, type TruthRows } from '../ceilings.ts';
import type { CalibratedModel, CalibrationReport, Evaluation, Interval, Rung, Scorer, TrainingSet } from '../domain.ts';
import { denseNumbers, priceQueues, serveQueues, sweepContactPrice } from '../queue-money.ts';
import { csmRule, logisticScorer, prevalence, usageRatio } from '../scorers.ts';
import { evaluateSettings, queueSettings } from '../settings.ts';
import { prices } from '../world/prices.ts';

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly seed: number;
}

/**
 * Judges the calibrated model on weeks nothing was learnt from, beside every simpler rung and both ceilings.
 *
 * Average precision and precision@k carry the inverse-probability weights, so that they speak of accounts nobody contacts.
 * Intervals resample accounts, never rows: an account's twelve weekly rows are one story told twelve times.
 */
export async function evaluate(
  set: TrainingSet,
  model: CalibratedModel,
  rolling: readonly CalibratedModel[],
  options: EvaluateOptions,
): Promise<Evaluation> {
  const window = openWindow(set, model.fold.test);
  const truth = await readTruth(options.truthDir, set, window.rows);
  const scorers = [prevalence, usageRatio, csmRule, logisticScorer(model), model.scorer];
  const scores = scorers.map((scorer) => rankScores(scorer.margin(set, window.rows)));
  const margin = model.scorer.margin(set, window.rows);
  const ladder = climb(window, scorers, scores, truth, options.seed);
  return {
    ...ladder,
    rows: window.rows.length,
    positives: window.label.reduce((total, y) => total + y, 0),
    baseRate: weightedMean(window.label, window.weight),
    factual: factualView(set, model),
    model: model.scorer.name,
    rocAuc: rocAuc(window.label, scores[4], window.weight),
    k: Math.round((queueSettings.share * window.weight.reduce((a, b) => a + b, 0)) / new Set(window.week).size),
    lift: lift(window.label, scores[4], [0.01, 0.05, 0.1, 0.2], window.weight),
    calibration: judgeCalibration(window, margin, model),
    brier: brierDecomposition(window.label, applyCalibrator(model.calibrator, margin), EQUAL_MASS, window.weight),
    scoreHistogram: histogram(applyCalibrator(model.calibrator, margin)),
    slices: sliceScores(set, window, scores[4].score, options.seed),
    backtest: weeklyBacktest(window, scores[4], scores[2], truth, options.seed),
    rolling: await judgeRolling(set, rolling, options.truthDir),
    curves: drawCurves(window, scorers, scores, truth),
    labels: set.otherLabels.comparison,
    ...(await judgeMoney(set, model, options)),
  };
}

const EQUAL_MASS = { kind: 'equal-mass', bins: 15 } as const;

/** The rows of a test window as columns. */
interface Window {
  readonly rows: Uint32Array;
  readonly label: Float32Array;
  readonly weight: Float32Array;
  readonly week: Int32Array;
  readonly cluster: Int32Array;
}

function openWindow(set: TrainingSet, rows: Uint32Array): Window {
  return {
    rows,
    label: Float32Array.from(rows, (row) => set.y[row]),
    weight: Float32Array.from(rows, (row) => set.weight[row]),
    week: Int32Array.from(rows, (row) => set.week[row]),
    cluster: denseNumbers(Int32Array.from(rows, (row) => set.cluster[row])),
  };
}

/** Every rung and both ceilings in one bootstrap, so that differences are paired. */
function climb(
  window: Window,
  scorers: readonly Scorer[],
  scores: readonly RankedScores[],
  truth: TruthRows | null,
  seed: number,
) {
  const ceilings = truth ? [rankScores(truth.observable), rankScores(truth.clairvoyant)] : [];
  const estimates = bootstrap(window, seed, [...scores, ...ceilings], evaluateSettings.replicates);
  const slots = (size: number) => queueSettings.share * size;
  const queueOf = (score: RankedScores) => precisionAtK({ ...window, score, group: window.week }, slots);
  const model = estimates[scorers.length - 1];
  const ladder = scorers.map(
    ({ name }, index): Rung => ({
      name,
      averagePrecision: interval(estimates[index]),
      precisionAtK: queueOf(scores[index]).precision,
      rocAuc: rocAuc(window.label, scores[index], window.weight),
      modelMinusThis: pairedDifference(model, estimates[index]),
    }),
  );
  const rule = ladder.find(({ name }) => name === evaluateSettings.gapBaseline)!.averagePrecision.estimate;
  const { precision, achievable } = queueOf(scores[scorers.length - 1]);
  const [observable, clairvoyant] = estimates.slice(scorers.length);
  return {
    ladder,
    averagePrecision: interval(model),
    precisionAtK: { precision, achievable },
    ceilings: truth
      ? {
          observable: interval(observable),
          clairvoyant: interval(clairvoyant),
          gapClosed: (model.estimate - rule) / (observable.estimate - rule),
          modelMinusObservable: interval(pairedDifference(model, observable)),
        }
      : null,
  };
}

function bootstrap(
  { label, weight, cluster }: Window,
  seed: number,
  scores: readonly RankedScores[],
  replicates: number,
) {
  const resampled = new Float64Array(weight.length);
  return clusterBootstrap({
    cluster,
    seed,
    replicates,
    level: evaluateSettings.level,
    statistics: (multiplicity) => {
      for (let row = 0; row < resampled.length; row++) resampled[row] = weight[row] * multiplicity[row];
      return scores.map((score) => averagePrecision(label, score, resampled));
    },
  });
}

/** Isotonic beside Platt and the raw sigmoid, each on the same rows. */
function judgeCalibration(window: Window, margin: Float64Array, model: CalibratedModel): CalibrationReport[] {
  const { label, weight, cluster } = window;
  const candidates: readonly Calibrator[] = [model.calibrator, model.alternatives.platt, model.alternatives.none];
  return candidates.map((calibrator) => {
    const probability = applyCalibrator(calibrator, margin);
    const { slope, intercept } = calibrationSlope({ label, probability, weight, cluster });
    return {
      method: calibrator.method,
      brierScore: brierScore(label, probability, weight),
      logLoss: logLoss(label, probability, weight),
      expectedCalibrationError: expectedCalibrationError(label, probability, EQUAL_MASS, weight).expected,
      slope: interval(slope),
      intercept: interval(intercept),
      bins: reliabilityDiagram(label, probability, { scheme: EQUAL_MASS, weight }).map((bin) => ({
        meanScore: bin.meanPredicted,
        observedRate: bin.observedRate,
        low: bin.low,
        high: bin.high,
      })),
    };
  });
}

/** How many decisions fall into each twentieth of [0, 1]. */
function histogram(probability: Float64Array): Evaluation['scoreHistogram'] {
  const counts = new Array<number>(20).fill(0);
  for (const p of probability) counts[Math.min(19, Math.floor(p * 20))] += 1;
  return counts.map((count, bin) => ({ from: bin / 20, to: (bin + 1) / 20, count }));
}

/** Average precision by segment, tenure and region; null where too few accounts collapsed to say. */
function sliceScores(set: TrainingSet, window: Window, score: ArrayLike<number>, seed: number): Evaluation['slices'] {
  return Object.entries(set.slices).flatMap(([slice, labels]) => {
    const values = [...new Set(Array.from(window.rows, (row) => labels[row]))].sort();
    return values.map((value) => {
      const positions = Uint32Array.from(window.rows.keys()).filter((at) => labels[window.rows[at]] === value);
      const part = openWindow(
        set,
        window.rows.filter((row) => labels[row] === value),
      );
      const ranked = rankScores(Float64Array.from(positions, (at) => score[at]));
      return {
        slice,
        value,
        rows: positions.length,
        baseRate: weightedMean(part.label, part.weight),
        averagePrecision: hasEnoughPositives(part)
          ? interval(bootstrap(part, seed, [ranked], evaluateSettings.partReplicates)[0])
          : null,
      };
    });
  });
}

/** Below this many collapsed accounts some resamples would hold none, and an interval would mean nothing anyway. */
const MINIMUM_POSITIVE_ACCOUNTS = 15;

function hasEnoughPositives({ label, cluster }: Window): boolean {
  return new Set(cluster.filter((_, row) => label[row] === 1)).size >= MINIMUM_POSITIVE_ACCOUNTS;
}

/** Week by week through the test window; a week with too few collapses is left out. */
function weeklyBacktest(
  window: Window,
  model: RankedScores,
  rule: RankedScores,
  truth: TruthRows | null,
  seed: number,
): Evaluation['backtest'] {
  return [...new Set(window.week)]
    .sort((a, b) => a - b)
    .flatMap((week) => {
      const at = Uint32Array.from(window.rows.keys()).filter((position) => window.week[position] === week);
      const take = (values: ArrayLike<number>) => Float64Array.from(at, (position) => values[position]);
      const label = Float32Array.from(take(window.label));
      const weight = Float32Array.from(take(window.weight));
      const cluster = denseNumbers(Int32Array.from(take(window.cluster)));
      const part: Window = { rows: at, label, weight, week: Int32Array.from(take(window.week)), cluster };
      if (!hasEnoughPositives(part)) return [];
      return [
        {
          week,
          model: interval(bootstrap(part, seed, [rankScores(take(model.score))], evaluateSettings.partReplicates)[0]),
          rule: averagePrecision(label, take(rule.score), weight),
          observable: truth ? averagePrecision(label, take(truth.observable), weight) : null,
        },
      ];
    });
}

/** The same recipe a quarter, two, three and four earlier: what the bootstrap cannot know about refitting. */
async function judgeRolling(
  set: TrainingSet,
  rolling: readonly CalibratedModel[],
  truthDir: string | null,
): Promise<Evaluation['rolling']> {
  const judged = rolling.map(async ({ fold, scorer }) => {
    const { rows, label, weight } = openWindow(set, fold.test);
    const truth = await readTruth(truthDir, set, rows);
    return {
      name: fold.fold.name,
      averagePrecision: averagePrecision(label, scorer.margin(set, rows), weight),
      rule: averagePrecision(label, csmRule.margin(set, rows), weight),
      observable: truth ? averagePrecision(label, truth.observable, weight) : null,
    };
  });
  return Promise.all(judged);
}

/** What somebody sees who forgets that contacts change the outcome. */
function factualView(set: TrainingSet, model: CalibratedModel): Evaluation['factual'] {
  const weeks = new Set(Array.from(model.fold.test, (row) => set.week[row]));
  const rows = Uint32Array.from(set.week.keys()).filter((row) => weeks.has(set.week[row]) && !Number.isNaN(set.y[row]));
  const label = Float32Array.from(rows, (row) => set.y[row]);
  const baseRate = label.reduce((total, y) => total + y, 0) / label.length;
  return { baseRate, averagePrecision: averagePrecision(label, model.scorer.margin(set, rows)) };
}

function drawCurves(
  window: Window,
  scorers: readonly Scorer[],
  scores: readonly RankedScores[],
  truth: TruthRows | null,
): Evaluation['curves'] {
  const curve = (name: string, role: 'score' | 'ceiling' | 'baseline', score: RankedScores | Float64Array) => {
    const points = precisionRecallCurve(window.label, score, { points: 200, weight: window.weight });
    const stable = points.filter(({ recall }) => recall >= 0.02);
    return {
      name,
      role,
      recall: stable.map(({ recall }) => recall),
      precision: stable.map(({ precision }) => precision),
    };
  };
  const drawn = scorers.map(({ name }, index) => curve(name, index < 3 ? 'baseline' : 'score', scores[index])).slice(2);
  return truth
    ? [
        ...drawn,
        curve('observable ceiling', 'ceiling', truth.observable),
        curve('clairvoyant ceiling', 'ceiling', truth.clairvoyant),
      ]
    : drawn;
}

/** Dollars on every eligible account of the window, contacted in history or not: a policy decides about all of them. */
async function judgeMoney(set: TrainingSet, model: CalibratedModel, { truthDir, seed }: EvaluateOptions) {
  const weeks = new Set(Array.from(model.fold.test, (row) => set.week[row]));
  const rows = Uint32Array.from(set.week.keys()).filter((row) => weeks.has(set.week[row]));
  const truth = await readTruth(truthDir, set, rows);
  const margin = model.scorer.margin(set, rows);
  const probability = applyCalibrator(model.calibrator, margin);
  const keptUsd = Float64Array.from(
    rows,
    (row) => (Number.isNaN(set.arrUsd[row]) ? 0 : set.arrUsd[row]) * prices.grossMargin,
  );
  const drop = (at: number) => (truth ? truth.uplift[at] || 0 : prices.saveRate * probability[at]);
  const valueUsd = keptUsd.map((usd, at) => usd * drop(at));
  const risk = { name: 'model: highest risk first', score: margin };
  const rule = { name: 'CSM rule', score: csmRule.margin(set, rows) };
  const policies = [
    rule,
    risk,
    { name: 'model: most revenue at risk first', score: keptUsd.map((usd, at) => usd * probability[at]) },
    ...(truth ? [{ name: 'truth: most saved first', score: valueUsd }] : []),
  ];
  const money = priceQueues(set, rows, serveQueues(set, rows, policies), valueUsd, seed);
  const labelled = rows.map((_, at) => at).filter((at) => set.weight[rows[at]] > 0);
  const take = (values: ArrayLike<number>) => Float64Array.from(labelled, (at) => values[at]);
  const judged = {
    label: take(rows.map((row) => set.y[row])),
    weight: take(Float64Array.from(rows, (row) => set.weight[row])),
    group: take(Int32Array.from(rows, (row) => set.week[row])),
  };
  const lengths = [0.25, 0.5, 1, 2, 4].map((multiple) => multiple * queueSettings.share);
  const queueLengths = lengths.map((share) => {
    const [ruleQueue, riskQueue] = priceQueuesAt(set, rows, [rule, risk], share, valueUsd);
    const at = (score: Float64Array) => precisionAtK({ ...judged, score: take(score) }, (size) => share * size);
    const { precision, achievable } = at(risk.score);
    const length = Math.round((share * rows.length) / weeks.size);
    return {
      length,
      precision,
      rulePrecision: at(rule.score).precision,
      achievable,
      netUsd: riskQueue,
      ruleNetUsd: ruleQueue,
    };
  });
  return { money, queueLengths, sensitivity: sweepContactPrice(money) };
}

function priceQueuesAt(
  set: TrainingSet,
  rows: Uint32Array,
  policies: Parameters<typeof serveQueues>[2],
  share: number,
  valueUsd: Float64Array,
): number[] {
  return serveQueues(set, rows, policies, share).map(({ served }) =>
    served.reduce((net, at) => net + valueUsd[at] - prices.contactUsd, 0),
  );
}

function interval({
  estimate,
  low,
  high,
  standardError,
}: Pick<BootstrapEstimate, 'estimate' | 'low' | 'high' | 'standardError'>): Interval {
  return { estimate, low, high, standardError };
}

function weightedMean(values: Float32Array, weight: Float32Array): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    sum += weight[row] * values[row];
    total += weight[row];
  }
  return sum / total;
}
