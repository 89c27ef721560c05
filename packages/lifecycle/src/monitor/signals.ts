import * as evaluation from '@applied-modeling/evaluation';
import type { Watch, WatchedStep } from './watched-step.ts';

/**
 * Limits of the signals, each by custom or by what a person would call odd; how often they are crossed without a reason is measured
 * (`replay`), not assumed.
 */
export const monitorSettings = {
  consecutive: 2 /* steps above the limit before anybody is told: one odd week is a holiday */,
  baseSteps: 4 /* the first ones say what scores looked like when the model was new */,
  matured: 8 /* steps of outcomes taken together: a queue of one week has a dozen */,
  limits: {
    'feature drift': 0.1 /* population stability index of the worst watched column: by custom worth a look */,
    'score drift': 0.1 /* the same, of the chances */,
    'missing values': 0.1 /* more missing than at training, as a share of rows; the worst column */,
    'row count': 0.25 /* relative to the step before */,
    staleness: 24 /* hours beyond what the worst source promises */,
    'expected events': 0.4 /* relative to the first steps: the estimate before a label has matured */,
    'queue turnover': 0.8 /* of those chosen, not chosen the step before */,
    miscalibration: 0.5 /* |log(observed / forecast)| of matured steps: half as many again */,
    'lost precision': 0.2 /* forecast − observed, among the chosen of matured steps */,
  },
} as const;

export type SignalName = keyof typeof monitorSettings.limits;
export const SIGNALS = Object.keys(monitorSettings.limits) as SignalName[];

/** What each compares with what, for who reads a report of it. */
export const SIGNAL_MEANINGS: Readonly<Record<SignalName, string>> = {
  'feature drift':
    'population stability index, of the worst watched column against calibration: the sum over bins of (share now − share then) × log(share now / share then)',
  'score drift': 'the same index, of the chances against the first steps',
  'missing values': 'share of rows without a value, above that at calibration; the worst watched column',
  'row count': 'change against the step before, as a share',
  staleness: 'hours by which the newest row of the worst source is older than ever in the first steps',
  'expected events': 'mean chance against the first steps, as a share: an estimate before any label is known',
  'queue turnover': 'share of those chosen who were not chosen the step before',
  miscalibration: `|log(happened / forecast)| of the last ${monitorSettings.matured} steps whose outcome is known, where nobody acted`,
  'lost precision': 'forecast less observed share, among the chosen of the same steps',
};

/** Step by step, each from what was known in that step; NaN where too little was. */
export type Signals = Readonly<Record<SignalName, readonly number[]>>;

export function signalsOf(watch: Watch): Signals {
  const { steps } = watch;
  const base = baseOf(steps);
  const along = (of: (step: WatchedStep, at: number) => number) => steps.map(of);
  return {
    'feature drift': along((step) => worstColumn(watch, step, evaluation.populationStabilityIndex)),
    'score drift': along(({ batch }) => evaluation.populationStabilityIndex(base.reference, batch.probability)),
    'missing values': along((step) => worstColumn(watch, step, moreMissing)),
    'row count': along(({ batch }, at) => relative(batch.entityId.length, steps[at - 1]?.batch.entityId.length)),
    staleness: along(({ staleHours }) => staleBeyond(base.staleHours, staleHours)),
    'expected events': along(({ batch }) => relative(mean(batch.probability), base.mean)),
    'queue turnover': along((step, at) => turnover(steps[at - 1], step)),
    miscalibration: along((_, at) => ofMatured(watch, at, miscalibration)),
    'lost precision': along((_, at) => ofMatured(watch, at, lostPrecision)),
  };
}

function baseOf(steps: readonly WatchedStep[]) {
  const first = steps.slice(0, monitorSettings.baseSteps);
  const chances = Float64Array.from(first.flatMap(({ batch }) => [...batch.probability]));
  const staleHours: Record<string, number> = {};
  for (const step of first)
    for (const [source, hours] of Object.entries(step.staleHours))
      staleHours[source] = Math.max(staleHours[source] ?? 0, hours);
  return { mean: mean(chances), reference: evaluation.driftReference([chances], ['chance']).columns[0], staleHours };
}

/** Beyond what each source promises or, where its rows are rare, beyond what it ever was at first. */
function staleBeyond(usual: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): number {
  return Math.max(...Object.entries(now).map(([source, hours]) => hours - (usual[source] ?? 0)));
}

function worstColumn(
  { drift, watched }: Watch,
  { batch: { read } }: WatchedStep,
  measure: (reference: evaluation.ColumnReference, values: ArrayLike<number>) => number,
): number {
  const compared = watched.filter((name) => !read.notCompared?.includes(name));
  return Math.max(
    ...compared.map((name) => {
      const reference = drift.columns.find((column) => column.name === name)!;
      return measure(reference, read.columns[read.names.indexOf(name)]);
    }),
  );
}

function moreMissing({ shares }: evaluation.ColumnReference, values: ArrayLike<number>): number {
  return Array.from(values).filter(Number.isNaN).length / values.length - shares[shares.length - 1];
}

function relative(now: number, before: number | undefined): number {
  return before === undefined ? Number.NaN : Math.abs(now / before - 1);
}

function turnover(before: WatchedStep | undefined, { batch }: WatchedStep): number {
  if (before === undefined) return Number.NaN;
  const chosen = (of: WatchedStep['batch']) => of.entityId.filter((_, row) => of.isChosen[row] === 1);
  const [then, now] = [new Set(chosen(before.batch)), chosen(batch)];
  return now.length === 0 ? Number.NaN : now.filter((id) => !then.has(id)).length / now.length;
}

/** Of the last few steps whose outcomes were known by now; NaN while there are fewer. */
function ofMatured({ steps, maturesAfter }: Watch, at: number, measure: (rows: readonly MaturedRow[]) => number) {
  const end = at + 1 - maturesAfter;
  if (end < monitorSettings.matured) return Number.NaN;
  return measure(steps.slice(end - monitorSettings.matured, end).flatMap(maturedRows));
}

interface MaturedRow {
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
  return Math.abs(Math.log(sum(({ label }) => label) / sum(({ chance }) => chance)));
}

function lostPrecision(rows: readonly MaturedRow[]): number {
  const chosen = rows.filter(({ isChosen }) => isChosen);
  const weight = chosen.reduce((total, row) => total + row.weight, 0);
  const lost = chosen.reduce((total, { chance, label, weight }) => total + weight * (chance - label), 0);
  return weight === 0 ? Number.NaN : lost / weight;
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, one) => sum + one, 0) / values.length;
}
