import { relative } from 'node:path';
import { count, decimal, layOut, percent, type ScreenBlock } from '@applied-modeling/report';
import { CADENCES } from './cadence.ts';
import type { Drift } from './inject-drift.ts';
import type { QualityOfPeriod } from './ranking-quality.ts';
import { alarmsIn } from './replay.ts';
import { maturedRows, type Signal } from './signals.ts';
import type { ReplaysSummary } from './summarise-replays.ts';
import type { Watch, WatchedStep } from './watched-step.ts';

export interface WatchTold {
  readonly model: string;
  readonly watch: Watch;
  /** Of the watch. */
  readonly signals: readonly Signal[];
  readonly quality: readonly QualityOfPeriod[];
  readonly inject: Drift;
  /** null where nobody has replayed. */
  readonly replays: ReplaysSummary | null;
  readonly report: string;
}

/** One screen, or one object: each signal with its limit, its alarms, and how often it alarms without a reason. */
export function tellWatch(told: WatchTold, isJson: boolean): string {
  const { watch, model, inject, quality } = told;
  const step = watch.cadence;
  const [first, last] = [watch.steps[0].step, watch.steps[watch.steps.length - 1].step];
  const rows = signalRows(told);
  const outcomes = maturedSoFar(watch.steps);
  if (isJson)
    return `${JSON.stringify({ model, version: watch.version, first, last, inject, signals: rows, outcomes, quality })}\n`;
  const injected = inject === 'none' ? '' : `, with ${inject} injected`;
  return layOut([
    { kind: 'sentence', text: `${model} version ${watch.version}: ${step}s ${first} to ${last} watched${injected}` },
    {
      kind: 'table',
      words: ['alarms'],
      rows: rows.map(({ signal, newest, most, limit, alarms, falseAlarmsAQuarter }) => ({
        signal,
        newest: decimal(newest, 2),
        most: decimal(most, 2),
        limit: decimal(limit, 2),
        'false a quarter': decimal(falseAlarmsAQuarter, 2),
        alarms: alarms.length === 0 ? 'none' : `${step} ${alarms.join(', ')}`,
      })),
      note: falseNote(told),
    },
    {
      kind: 'facts',
      facts: [
        { label: 'outcomes', value: outcomesInWords(outcomes) },
        { label: 'ranking', value: qualityInWords(quality, step) },
        { label: 'report', value: relative(process.cwd(), told.report) },
      ],
    } satisfies ScreenBlock,
  ]);
}

/** Each signal: its newest and its largest value, its limit, the steps at which it alarmed, and its false alarms a quarter. */
export function signalRows({ watch, signals, replays }: Pick<WatchTold, 'watch' | 'signals' | 'replays'>) {
  const alarms = alarmsIn(signals);
  return signals.map(({ name, values, limit, meaning }) => {
    const known = values.filter((value) => !Number.isNaN(value));
    return {
      ...{ signal: name, newest: known.at(-1) ?? null, most: known.length > 0 ? Math.max(...known) : null },
      ...{ limit, meaning },
      alarms: alarms[name].map((at) => watch.steps[at].step),
      falseAlarmsAQuarter: replays?.bySignal[name] ?? null,
    };
  });
}

function falseNote({ replays, watch }: WatchTold): string {
  if (replays === null) return 'how often a signal alarms without a reason nobody has measured: --replays 20';
  const { quarter } = CADENCES[watch.cadence];
  return `false alarms in ${replays.worlds} ${replays.size} worlds in which nothing happened, a quarter of ${quarter} ${watch.cadence}s each`;
}

/** Of what had matured by the end of the watch: rows nobody acted on. */
export function maturedSoFar(steps: readonly WatchedStep[]) {
  const matured = steps.filter(({ outcome }) => outcome !== null);
  const rows = matured.flatMap(maturedRows);
  const chosen = rows.filter(({ isChosen }) => isChosen);
  const mean = (of: typeof rows, value: (row: (typeof rows)[number]) => number) =>
    of.reduce((sum, row) => sum + row.weight * value(row), 0) / of.reduce((sum, row) => sum + row.weight, 0);
  return {
    steps: matured.length,
    rows: rows.length,
    observed: mean(rows, ({ label }) => label),
    forecast: mean(rows, ({ chance }) => chance),
    chosenObserved: mean(chosen, ({ label }) => label),
    chosenForecast: mean(chosen, ({ chance }) => chance),
  };
}

function outcomesInWords(found: ReturnType<typeof maturedSoFar>): string {
  if (found.steps === 0) return 'none has matured yet: until then the estimates are all there is';
  const { steps, rows, observed, forecast, chosenObserved, chosenForecast } = found;
  return `${count(steps)} steps matured, ${count(rows)} rows nobody acted on: ${percent(observed)} happened, ${percent(forecast)} were forecast; among the chosen ${percent(chosenObserved, 0)}, forecast ${percent(chosenForecast, 0)}`;
}

/** Of the newest period whose outcomes are known. */
function qualityInWords(periods: readonly QualityOfPeriod[], step: string): string {
  const newest = periods.findLast(({ matured }) => matured !== null);
  if (newest === undefined) return 'no period has matured yet';
  const { first, last, estimated, matured } = newest;
  return `${step}s ${first} to ${last}: AUC-PR ${decimal(matured!.averagePrecision)}, estimated ${decimal(estimated.averagePrecision)}; precision among the chosen ${percent(matured!.precisionAtK, 0)}, estimated ${percent(estimated.precisionAtK, 0)}`;
}
