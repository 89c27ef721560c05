import * as evaluation from '@applied-modeling/evaluation';
import { CADENCES } from './cadence.ts';
import { sliceIndex } from './slice-index.ts';
import type { Watch, WatchedStep } from './watched-step.ts';

/**
 * Limits of the signals, each by custom or by what a person would call odd; how often they are crossed without a reason is measured
 * (`replay`), not assumed.
 */
export const monitorSettings = {
  consecutive: 2 /* steps above the limit before anybody is told: one odd step is a holiday */,
  limits: {
    'feature drift': 0.25 /* population stability index of the worst watched column: by custom a major change */,
    'score drift': 0.1 /* the same, of the chances: by custom worth a look */,
    'missing values': 0.1 /* more missing than at training, as a share of rows; the worst column */,
    'row count': 0.25 /* relative to the week before */,
    staleness: 24 /* hours beyond what the worst source promises */,
    'expected events': 0.4 /* relative to the first steps: the estimate before a label has matured */,
    'queue turnover': 0.8 /* of those chosen, not chosen the step before */,
    miscalibration: 0.5 /* |log(observed / forecast)| of matured steps: half as many again */,
    'lost precision': 0.2 /* forecast − observed, among the chosen of matured steps */,
  },
} as const;

export type CommonSignal = keyof typeof monitorSettings.limits;

/** One line of a monitor: how far something is from what it was. */
export interface Signal {
  readonly name: string;
  /** What is compared with what, for who reads a report of it. */
  readonly meaning: string;
  readonly limit: number;
  /** Whether it needs outcomes. */
  readonly isLate: boolean;
  /** Step by step, each from what was known in that step; NaN where too little was. */
  readonly values: readonly number[];
}

/** Of the common ones. */
const MEANINGS: Readonly<Record<CommonSignal, string>> = {
  'feature drift':
    'population stability index, of the worst watched column against calibration: the sum over bins of (share now − share then) × log(share now / share then)',
  'score drift': 'the same index, of the chances against the first steps',
  'missing values': 'share of rows without a value, above that at calibration; the worst watched column',
  'row count': 'change against the week before, as a share',
  staleness:
    'hours by which the newest row of the worst source is older than it promises or, where its rows are rare, than it was in the first steps',
  'expected events': 'mean chance against the first steps, as a share: an estimate before any label is known',
  'queue turnover': 'share of those chosen who were not chosen the step before',
  miscalibration: '|log(happened / forecast)| of the newest steps whose outcome is known, where nobody acted',
  'lost precision': 'forecast less observed share, among the chosen of the same steps',
};
const LATE: readonly CommonSignal[] = ['miscalibration', 'lost precision'];

/** The nine that every model has, and what its pipeline adds: slices, and figures of its own. */
export function signalsOf(watch: Watch): readonly Signal[] {
  const common = Object.entries(commonValues(watch)).map(([key, values]) => {
    const name = key as CommonSignal;
    return {
      name,
      meaning: MEANINGS[name],
      limit: watch.limits?.[name] ?? monitorSettings.limits[name],
      isLate: LATE.includes(name),
      values,
    };
  });
  const slices = Object.entries(watch.slices ?? {}).map(([name, slice]) => ({
    ...{ name, meaning: slice.meaning, limit: slice.limit, isLate: false },
    values: sliceIndex(watch.steps, slice),
  }));
  const own = Object.entries(watch.own ?? {}).map(([name, figure]) => ({
    ...{ name, meaning: figure.meaning, limit: figure.limit, isLate: figure.isLate },
    values: ownValues(watch, name),
  }));
  return [...common, ...slices, ...own];
}

function commonValues(watch: Watch): Readonly<Record<CommonSignal, readonly number[]>> {
  const { steps, cadence } = watch;
  const { season = CADENCES[cadence].season } = watch;
  const base = baseOf(watch);
  const along = (of: (step: WatchedStep, at: number) => number) => steps.map(of);
  const ofSeason = (of: (newest: readonly WatchedStep[]) => number) =>
    along((_, at) => (at + 1 < season ? Number.NaN : of(steps.slice(at + 1 - season, at + 1))));
  const rows = steps.map(({ batch }) => batch.entityId.length);
  const columns = steps.map((_, at) =>
    at + 1 < season ? NO_COLUMN : worstOf(watch, steps.slice(at + 1 - season, at + 1)),
  );
  return {
    'feature drift': columns.map(({ drift }) => drift),
    'score drift': ofSeason((newest) => evaluation.populationStabilityIndex(base.reference, chancesOf(newest))),
    'missing values': columns.map(({ missing }) => missing),
    'row count': along((_, at) => moreRows(rows, at, CADENCES[cadence].season)),
    staleness: along(({ staleHours }) => staleBeyond(base.staleHours, staleHours)),
    'expected events': ofSeason((newest) => relative(mean(chancesOf(newest)), base.mean)),
    'queue turnover': along((step, at) => turnover(steps[at - 1], step)),
    miscalibration: along((_, at) => ofMatured(watch, at, miscalibration)),
    'lost precision': along((_, at) => ofMatured(watch, at, lostPrecision)),
  };
}

function baseOf({ steps, cadence }: Watch) {
  const first = steps.slice(0, CADENCES[cadence].base);
  const chances = chancesOf(first);
  const staleHours: Record<string, number> = {};
  for (const step of first)
    for (const [source, hours] of Object.entries(step.staleHours))
      staleHours[source] = Math.max(staleHours[source] ?? 0, hours);
  return { mean: mean(chances), reference: evaluation.driftReference([chances], ['chance']).columns[0], staleHours };
}

function chancesOf(steps: readonly WatchedStep[]): Float64Array {
  return joined(steps.map(({ batch }) => batch.probability));
}

function staleBeyond(usual: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): number {
  return largest(Object.entries(now).map(([source, hours]) => hours - (usual[source] ?? 0)));
}

const NO_COLUMN = { drift: Number.NaN, missing: Number.NaN };

/** Of the watched columns of some steps together: the largest drift, and the most that are missing beyond what was at calibration. */
function worstOf({ drift, watched }: Watch, steps: readonly WatchedStep[]): typeof NO_COLUMN {
  const compared = watched.filter((name) => !steps[0].batch.read.notCompared?.includes(name));
  const found = compared.map((name) => {
    const reference = drift.columns.find((column) => column.name === name)!;
    const values = joined(steps.map(({ batch: { read } }) => read.columns[read.names.indexOf(name)]));
    const missing = values.filter(Number.isNaN).length / values.length - reference.shares.at(-1)!;
    return { drift: evaluation.populationStabilityIndex(reference, values), missing };
  });
  return {
    drift: largest(found.map((one) => one.drift)),
    missing: largest(found.map((one) => one.missing)),
  };
}

/** NaN of none. */
function largest(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : Math.max(...values);
}

/** One after the other: a list of half a million boxed numbers would take seconds. */
function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Of a week against the one before; NaN where there is none. */
function moreRows(rows: readonly number[], at: number, season: number): number {
  const [first, middle] = [at + 1 - 2 * season, at + 1 - season];
  if (first < 0) return Number.NaN;
  const total = (from: number) => rows.slice(from, from + season).reduce((sum, one) => sum + one, 0);
  return relative(total(middle), total(first));
}

function relative(now: number, before: number): number {
  return Math.abs(now / before - 1);
}

/** NaN where nobody is decided about twice: a run of a job, a query. */
function turnover(before: WatchedStep | undefined, { batch }: WatchedStep): number {
  if (before === undefined) return Number.NaN;
  const candidates = new Set(before.batch.entityId);
  const chosen = (of: WatchedStep['batch']) => of.entityId.filter((_, row) => of.isChosen[row] === 1);
  const [then, now] = [new Set(chosen(before.batch)), chosen(batch)];
  if (now.length === 0 || !batch.entityId.some((id) => candidates.has(id))) return Number.NaN;
  return now.filter((id) => !then.has(id)).length / now.length;
}

/** Of the last few steps whose outcomes were known by now; NaN while there are fewer. */
function ofMatured(
  { steps, maturesAfter, cadence }: Watch,
  at: number,
  measure: (rows: readonly MaturedRow[]) => number,
) {
  const { matured } = CADENCES[cadence];
  const end = at + 1 - maturesAfter;
  if (end < matured) return Number.NaN;
  return measure(steps.slice(end - matured, end).flatMap(maturedRows));
}

export interface MaturedRow {
  readonly label: number;
  readonly weight: number;
  readonly chance: number;
  readonly isChosen: boolean;
}

/** Rows that say what happens where nobody acts. */
export function maturedRows({ batch, outcome }: WatchedStep): MaturedRow[] {
  if (outcome === null) return [];
  return Array.from(batch.probability, (chance, row) => ({
    ...{ chance, label: outcome.label[row], weight: outcome.weight[row], isChosen: batch.isChosen[row] === 1 },
  })).filter(({ label, weight }) => weight > 0 && !Number.isNaN(label));
}

function miscalibration(rows: readonly MaturedRow[]): number {
  const sum = (of: (row: MaturedRow) => number) => rows.reduce((total, row) => total + row.weight * of(row), 0);
  const happened = sum(({ label }) => label) || 0.5; // none happened: half an event, so that the logarithm is a number
  return Math.abs(Math.log(happened / sum(({ chance }) => chance)));
}

function lostPrecision(rows: readonly MaturedRow[]): number {
  const chosen = rows.filter(({ isChosen }) => isChosen);
  const weight = chosen.reduce((total, row) => total + row.weight, 0);
  const lost = chosen.reduce((total, { chance, label, weight }) => total + weight * (chance - label), 0);
  return weight === 0 ? Number.NaN : lost / weight;
}

/** How far a figure of the newest steps that were known is from what was expected of it. */
function ownValues({ steps, own, cadence, maturesAfter }: Watch, name: string): readonly number[] {
  const { base, matured } = CADENCES[cadence];
  const { isLate, expected: promised } = own![name];
  const [taken, late] = isLate ? [matured, maturesAfter] : [base, 0];
  const figures = steps.map((step) => step.own?.[name] ?? Number.NaN);
  const expected = promised ?? evaluation.meanKnown(figures.slice(0, base));
  return steps.map((_, at) => {
    const end = at + 1 - late;
    return end < taken ? Number.NaN : Math.abs(evaluation.meanKnown(figures.slice(end - taken, end)) - expected);
  });
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, one) => sum + one, 0) / values.length;
}
