import { averagePrecision, quantileOf } from '@applied-modeling/evaluation';
import { type Booster, predictMargin, train } from '@applied-modeling/gbm';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { isPageWorthy } from '../label.ts';
import { prices, response } from '../prices.ts';
import { sum, usdPerMinute } from '../world/judge-month.ts';
import { type Baseline, usualOf } from '../world/odd-and-dear.ts';
import { createReviewRecorder } from '../world/records.ts';
import { HISTORY_DAYS, LIVE_DAYS, type Past, type Replayed } from '../world/replay.ts';
import { worldClock } from '../world/simulate.ts';
import type { Run } from '../world/stepper.ts';
import { PAGES_A_MONTH } from './base-rate-blindness.ts';

/**
 * Whether to page, learnt from verdicts. Every page gets one, so the careless model learns from the pages of the rule in force. It
 * has never seen a run that the rule let pass, and takes it for the least odd run that paged.
 *
 * The correct one learns from runs drawn by lot as well, each weighted by one over its chance to be drawn (Horvitz and Thompson
 * 1952; for learning, Schnabel et al. 2016, "Recommendations as Treatments").
 *
 * Offline each is judged on the next month's verdicts of the kind it learnt from; live on all runs of that month, by the truth, at
 * the page budget. A page in time saves its share of what the run is late.
 */
export function feedbackBias(seed: number, past: Replayed) {
  const seen = [...past.history, ...past.live].filter(({ day }) => day < HISTORY_DAYS + LIVE_DAYS);
  const reviewed = verdictsOf(seed, past, seen);
  const told = seen.flatMap((run) => {
    const usual = run.day >= HISTORY_DAYS || reviewed.has(run.id) ? usualOf(past, run) : null;
    return usual === null ? [] : [{ run, usual }];
  });
  const runs = told.map(({ run }) => run);
  const columns = columnsOf(past, told);
  const verdicts = runs.flatMap(({ id }, row) => (reviewed.has(id) ? [{ row, ...reviewed.get(id)! }] : []));
  const month = [...runs.keys()].filter((row) => runs[row].day >= HISTORY_DAYS);
  const excess = runs.map(({ minutes, truth }) => minutes - truth.expectedMinutes);
  const isWorthy = (row: number) => isPageWorthy(excess[row], past.population.tier[runs[row].job]);
  const savedUsd = (row: number) =>
    response.savedShare * Math.max(0, excess[row]) * usdPerMinute(past.population, runs[row].job);
  const truth = month.map((row) => ({ row, isWorthy: Number(isWorthy(row)), weight: 1 }));
  const judge = (own: readonly Verdict[]) => {
    const learnt = own.filter(({ reviewedMs }) => reviewedMs < worldClock.epoch + HISTORY_DAYS * MS_PER_DAY);
    const score = predictMargin(fit(seed, columns, learnt), { columns, featureNames: FEATURES });
    const pages = month.toSorted((a, b) => score[b] - score[a] || a - b).slice(0, PAGES_A_MONTH);
    const right = pages.filter(isWorthy).length;
    const heldOut = own.filter(({ row }) => runs[row].day >= HISTORY_DAYS);
    return {
      verdicts: learnt.length,
      offline: { averagePrecision: precisionOf(score, heldOut) },
      live: {
        averagePrecision: precisionOf(score, truth),
        uselessShare: 1 - right / pages.length,
        recall: right / month.filter(isWorthy).length,
        netUsd: sum(pages, savedUsd) - pages.length * prices.pageUsd,
      },
    };
  };
  return { careless: judge(verdicts.filter(({ byLot }) => !byLot)), correct: judge(verdicts) };
}

interface Verdict {
  readonly row: number;
  readonly byLot: boolean;
  /** One over the chance to be looked at. */
  readonly weight: number;
  readonly isWorthy: number;
  readonly reviewedMs: number;
}

/** As the table of reviews has them, by run. */
function verdictsOf(seed: number, { population }: Past, runs: readonly Run[]): Map<number, Omit<Verdict, 'row'>> {
  const { rows, values } = createReviewRecorder(seed, population)({ day: 0, runs, deploys: [] }).reviews;
  const verdictAt = (at: number) => ({
    ...{ byLot: values.assigned_by[at] === 1, weight: 1 / values.propensity[at] },
    ...{ isWorthy: values.is_page_worthy[at], reviewedMs: values.reviewed_at[at] },
  });
  return new Map(Array.from({ length: rows }, (_, at) => [values.run_id[at], verdictAt(at)]));
}

function precisionOf(score: ArrayLike<number>, judged: readonly Pick<Verdict, 'row' | 'isWorthy' | 'weight'>[]) {
  return averagePrecision(
    judged.map(({ isWorthy }) => isWorthy),
    Float32Array.from(judged, ({ row }) => score[row]),
    judged.map(({ weight }) => weight),
  );
}

const FEATURES = ['robust_z', 'log_ratio', 'log_usual', 'log_sigma', 'log_rate', 'log_gb_ratio'] as const;

/** Of ended runs, against the runs of their job before them. */
function columnsOf(past: Past, told: readonly { readonly run: Run; readonly usual: Baseline }[]): Float32Array[] {
  const rows = told.map(({ run, usual: { centre, sigma } }) => {
    const ratio = Math.log(run.minutes) - centre;
    const logGbs = Float64Array.from(past.newest(run.job, run.startMs), ({ gb }) => Math.log(gb));
    const logRate = Math.log(usdPerMinute(past.population, run.job));
    return [ratio / sigma, ratio, centre, Math.log(sigma), logRate, Math.log(run.gb) - quantileOf(logGbs, 0.5)];
  });
  return FEATURES.map((_, index) => Float32Array.from(rows, (row) => row[index]));
}

function fit(seed: number, columns: readonly Float32Array[], verdicts: readonly Verdict[]): Booster {
  const dtrain = {
    columns: columns.map((column) => Float32Array.from(verdicts, ({ row }) => column[row])),
    ...{ featureNames: FEATURES, numRow: verdicts.length },
    label: Float32Array.from(verdicts, ({ isWorthy }) => isWorthy),
    weight: Float32Array.from(verdicts, ({ weight }) => weight),
  };
  const params = { objective: 'binary:logistic', eta: 0.2, max_depth: 3, min_child_weight: 5, lambda: 5 } as const;
  return train({ ...params, seed }, dtrain, { numBoostRound: 30 });
}
