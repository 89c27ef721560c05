import * as report from '@applied-modeling/report';
import { decimal } from '@applied-modeling/report';
import { INJECTED_AFTER } from './inject-drift.ts';
import { monitorSettings, SIGNAL_MEANINGS, type SignalName, type Signals } from './signals.ts';
import type { DriftDetected } from './summarise-replays.ts';
import { signalRows, type WatchTold } from './tell-watch.ts';

/** The report of a watch: whether anybody has to look, what each signal did, what outcomes said, and how far the monitor can be believed. */
export async function monitorPage(told: Omit<WatchTold, 'report'>): Promise<report.Page> {
  const { model, watch, signals, step, inject } = told;
  const rows = signalRows(told);
  const alarmed = rows.filter(({ alarms }) => alarms.length > 0);
  const periods = watch.steps.map((one) => `${step} ${one.step}`);
  return {
    title: `Is ${model} still what it was?`,
    subtitle: `${periods[0]} to ${periods.at(-1)}${inject === 'none' ? '' : `, with ${inject} injected after ${INJECTED_AFTER} ${step}s`}`,
    decision: {
      verdict: alarmed.length === 0 ? 'Leave it in force' : `Look at ${alarmed.map(({ signal }) => signal).join(', ')}`,
      tone: alarmed.length === 0 ? 'go' : 'stop',
      text:
        alarmed.length === 0
          ? 'No signal stayed above its limit.'
          : `Above its limit for ${monitorSettings.consecutive} ${step}s in a row, first in ${step} ${Math.min(...alarmed.flatMap(({ alarms }) => alarms))}. An alarm asks for a challenger; who becomes champion is somebody's decision.`,
      tiles: rows
        .filter(({ signal }) => TILES.includes(signal))
        .map(({ signal, most, limit }) => ({
          label: signal,
          value: decimal(most, 2),
          detail: `limit ${decimal(limit, 2)}`,
        })),
    },
    sections: [
      { title: 'What is seen at once?', blocks: [await figureOf(signals, periods, EARLY, AT_ONCE)] },
      { title: 'What is seen when labels mature?', blocks: [await figureOf(signals, periods, LATE, MATURED)] },
      { title: 'How far is the monitor to be believed?', blocks: beliefBlocks(told) },
    ],
  };
}

const TILES: readonly SignalName[] = ['feature drift', 'score drift', 'expected events', 'lost precision'];
const EARLY: readonly SignalName[] = ['feature drift', 'score drift', 'missing values', 'row count', 'expected events'];
const LATE: readonly SignalName[] = ['miscalibration', 'lost precision'];

const AT_ONCE = {
  name: 'at-once',
  caption: 'Each signal as a share of its limit: 100 % is the limit.',
  reading: `An alarm is raised where a line stays above the limit for ${monitorSettings.consecutive} steps: one odd step is a holiday. None of these needs an outcome.`,
};
const MATURED = {
  name: 'matured',
  caption: 'The same, of what needs outcomes.',
  reading: `Each value takes ${monitorSettings.matured} steps whose outcomes were known by then, so the lines begin late, and an alarm tells of the past.`,
};

function figureOf(
  signals: Signals,
  periods: readonly string[],
  shown: readonly SignalName[],
  { name, caption, reading }: typeof AT_ONCE,
) {
  const spec = report.backtest({
    metric: 'Signal as a share of its limit',
    periods,
    series: shown.map((signal) => ({
      name: signal,
      values: signals[signal].map((value) => value / monitorSettings.limits[signal]),
    })),
    threshold: { value: 1, label: 'limit' },
  });
  return report.figure(name, spec, caption, reading);
}

function beliefBlocks({ replays, ...told }: Omit<WatchTold, 'report'>): readonly report.Block[] {
  if (replays === null) return [report.paragraph('Nobody has measured it: run `--replays 20`.')];
  return [
    report.table({
      caption: `False alarms a quarter, in ${replays.worlds} small worlds in which nothing happened.`,
      words: ['what it is'],
      rows: signalRows({ ...told, replays }).map(({ signal, limit, falseAlarmsAQuarter }) => ({
        signal,
        'false a quarter': decimal(falseAlarmsAQuarter, 2),
        limit: decimal(limit, 2),
        'what it is': SIGNAL_MEANINGS[signal],
      })),
    }),
    report.table({
      caption: `The same worlds, with a drift injected after ${INJECTED_AFTER} steps. other-unit: ${told.watch.watched[0]} is half as large again; source-stops: it does not land; mix-shifts: two in three of the less likely half leave; world-turns: half of what would have happened does not, and no column shows it.`,
      words: ['told first by'],
      rows: Object.entries(replays.detected).map((one) => detection(one, replays.worlds)),
    }),
  ];
}

function detection([drift, { found, medianAfter, by }]: readonly [string, DriftDetected], worlds: number) {
  return {
    drift,
    detected: `${found} of ${worlds}`,
    'steps until, median': decimal(medianAfter, 0),
    'told first by': by.map(([signal, times]) => `${signal} (${times})`).join(', ') || '—',
  };
}
