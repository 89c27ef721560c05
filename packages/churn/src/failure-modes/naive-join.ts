import {
  type BootstrapEstimate,
  bootstrapAveragePrecision,
  concatRows,
  intervalOf,
  pairedDifference,
  rankScores,
} from '@applied-modeling/evaluation';
import { type Booster, predictMargin, type TrainJob, type TrainQueue, takeFloats } from '@applied-modeling/gbm';
import type { FoldRows, Ingested, Interval, TrainingSet } from '../domain.ts';
import { hasEnoughCollapses, openWindow } from '../evaluation/window.ts';
import { churnFeatures } from '../features.ts';
import { readFeatures } from '../read-features.ts';
import type { AccountSample } from '../sample-accounts.ts';
import { takeTrainingWeights } from '../scorers.ts';
import { naiveJoinSettings, trainSettings } from '../settings.ts';
import { contracts } from '../tables.ts';
import { plantLeak } from './leaky-crm.ts';

/**
 * The naive join: gives every decision what its sources say today, because a join on the account id alone is the first one
 * anybody writes. Offline nothing warns: the rows, folds and labels are the honest ones, and the score is often better.
 *
 * Three ways to forget the clock, each on its own:
 *
 * - windows: the right days, with every late row and every correction that has arrived since;
 * - newest contract: the newest row there is, so that a renewal is known before it was signed;
 * - CRM: fields that are overwritten in place, as they stand today.
 *
 * Each is trained and tested on its own values, and then scored on what was really known: that is what it would do live.
 */
export interface NaiveJoin {
  /** One account in so many is looked at. */
  readonly every: number;
  readonly rounds: number;
  readonly rows: Readonly<Record<'train' | 'test', number>>;
  readonly honest: Interval;
  readonly careless: readonly CarelessJoin[];
}

export interface CarelessJoin {
  readonly name: 'windows without clocks' | 'newest contract' | 'CRM as of today';
  /** Share of the values it joins that were not known at their decision; null where no honest value exists. */
  readonly changed: number | null;
  readonly averagePrecision: Interval;
  /** Careless − honest, on the same resamples of accounts. */
  readonly inflation: Interval & { readonly excludesZero: boolean };
  /** The same model on honest values; null where the source has no past to read them from. */
  readonly live: Interval | null;
}

export interface NaiveJoinOptions {
  readonly seed: number;
  readonly trainBooster: TrainQueue['train'];
}

/** Null where so few sampled accounts collapse that a difference would mean nothing. */
export async function naiveJoin(
  ingested: Ingested,
  sample: AccountSample,
  set: TrainingSet,
  fold: FoldRows,
  options: NaiveJoinOptions,
): Promise<NaiveJoin | null> {
  const rows = chooseRows(sample, set, fold);
  const window = openWindow(set, rows.test);
  if (!hasEnoughCollapses(window)) return null;
  const honest = { names: set.names, columns: set.columns.map((column) => takeFloats(column, rows.all)) };
  const careless = await joinCarelessly(ingested, sample, set, rows.all, honest);
  const [booster, ...boosters] = await Promise.all(
    [honest, ...careless].map((join) => options.trainBooster(trainJob(set, rows.train, join, options.seed))),
  );
  // One seed draws the same accounts in every call, so differences stay paired.
  const judge = (booster: Booster, { columns }: Columns) => {
    const margin = predictMargin(booster, partOf(columns, rows.train.length));
    const { replicates } = naiveJoinSettings;
    return bootstrapAveragePrecision(window, [rankScores(margin)], { seed: options.seed, replicates })[0];
  };
  const honestly = judge(booster, honest);
  return {
    every: sample.every,
    rounds: naiveJoinSettings.rounds,
    rows: { train: rows.train.length, test: rows.test.length },
    honest: intervalOf(honestly),
    careless: careless.map((join, index) => {
      const offline = judge(boosters[index], join);
      return {
        name: join.name,
        changed: join.changed,
        averagePrecision: intervalOf(offline),
        inflation: inflationOf(offline, honestly),
        live: join.changed === null ? null : intervalOf(judge(boosters[index], honest)),
      };
    }),
  };
}

interface Columns {
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
}

/** The rows of a training set that a model is fitted to, those it is judged on, and one after the other. */
interface ChosenRows {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  readonly all: Uint32Array;
}

function chooseRows(sample: AccountSample, set: TrainingSet, fold: FoldRows): ChosenRows {
  const isSampled = new Set(sample.rows);
  const everyNth = (rows: Uint32Array, step: number) => {
    const firstWeek = rows.reduce((first, row) => Math.min(first, set.week[row]), Number.POSITIVE_INFINITY);
    return rows.filter((row) => isSampled.has(row) && (set.week[row] - firstWeek) % step === 0);
  };
  const train = everyNth(fold.train, naiveJoinSettings.trainStep);
  const test = everyNth(fold.test, naiveJoinSettings.testStep);
  return { train, test, all: concatRows(train, test) };
}

async function joinCarelessly(
  ingested: Ingested,
  sample: AccountSample,
  set: TrainingSet,
  rows: Uint32Array,
  honest: Columns,
): Promise<readonly (Columns & Pick<CarelessJoin, 'name' | 'changed'>)[]> {
  const wanted = {
    accountId: Array.from(rows, (row) => set.accountId[row]),
    decidedAt: Float64Array.from(rows, (row) => set.decidedAt[row]),
  };
  const latest = await readFeatures({ lake: ingested.lake, relation: sample.relation }, wanted, 'latest');
  const swap = (isSwapped: (name: string) => boolean) => ({
    names: honest.names,
    columns: honest.columns.map((column, index) => (isSwapped(honest.names[index]) ? latest.columns[index] : column)),
    changed: shareOfChanges(honest.names.map(isSwapped), honest.columns, latest.columns),
  });
  const withoutClocks = [
    { name: 'windows without clocks', ...swap((name) => !CONTRACT_FEATURES.has(name)) },
    { name: 'newest contract', ...swap((name) => CONTRACT_FEATURES.has(name)) },
  ] as const;
  if (ingested.source.kind !== 'simulated') return withoutClocks;
  const { names, columns } = await plantLeak(ingested, { ...latest, ...honest });
  return [...withoutClocks, { name: 'CRM as of today', names, columns, changed: null }];
}

const CONTRACT_FEATURES: ReadonlySet<string> = new Set(
  churnFeatures.views.flatMap(({ source, features }) => (source === contracts ? Object.keys(features) : [])),
);

function shareOfChanges(
  isSwapped: readonly boolean[],
  before: readonly Float32Array[],
  after: readonly Float32Array[],
): number {
  let [changed, values] = [0, 0];
  for (const [index, column] of before.entries()) {
    if (!isSwapped[index]) continue;
    for (let row = 0; row < column.length; row++) if (!Object.is(column[row], after[index][row])) changed += 1;
    values += column.length;
  }
  return changed / values;
}

function trainJob(set: TrainingSet, train: Uint32Array, { names, columns }: Columns, seed: number): TrainJob {
  return {
    params: { ...trainSettings.params, seed },
    dtrain: {
      columns: partOf(columns, 0, train.length),
      featureNames: names,
      numRow: train.length,
      label: takeFloats(set.y, train),
      weight: takeTrainingWeights(set, train),
    },
    options: { numBoostRound: naiveJoinSettings.rounds },
  };
}

function partOf(columns: readonly Float32Array[], from: number, to?: number): readonly Float32Array[] {
  return columns.map((column) => column.subarray(from, to));
}

function inflationOf(careless: BootstrapEstimate, honest: BootstrapEstimate): CarelessJoin['inflation'] {
  const difference = pairedDifference(careless, honest);
  return { ...intervalOf(difference), excludesZero: difference.excludesZero };
}
