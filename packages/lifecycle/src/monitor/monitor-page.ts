import * as report from '@applied-modeling/report';
import { decimal, percent } from '@applied-modeling/report';
import { CADENCES } from './cadence.ts';
import { monitorSettings, type Signal } from './signals.ts';
import type { DriftDetected } from './summarise-replays.ts';
import { DRIFT_WORDS } from './tell-replays.ts';
import { signalRows, type WatchTold } from './tell-watch.ts';

/** The report of a watch: whether anybody has to look, what each signal did, what outcomes said, and how far the monitor can be believed. */
export async function monitorPage(told: Omit<WatchTold, 'report'>): Promise<report.Page> {
  const { model, watch, signals, inject } = told;
  const step = watch.cadence;
  const { matured, injectedAfter } = CADENCES[step];
  const rows = signalRows(told);
  const alarmed = rows.filter(({ alarms }) => alarms.length > 0);
  const late = signals.filter(({ isLate }) => isLate);
  const early = signals.filter(({ isLate, name }) => !isLate && !NOT_DRAWN.includes(name));
  const periods = watch.steps.map((one) => `${step} ${one.step}`);
  return {
    title: `Is ${model} version ${watch.version} still what it was?`,
    subtitle: `${periods[0]} to ${periods.at(-1)}${inject === 'none' ? '' : `, with ${inject} injected after ${injectedAfter} ${step}s`}`,
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
      { title: 'What is seen at once?', blocks: [await figureOf(early, periods, AT_ONCE)] },
      { title: 'What is seen when labels mature?', blocks: [await figureOf(late, periods, maturedWords(matured))] },
      { title: 'How well does it rank?', blocks: [qualityTable(told)] },
      { title: 'How far is the monitor to be believed?', blocks: beliefBlocks(told) },
    ],
  };
}

const TILES = ['feature drift', 'score drift', 'expected events', 'lost precision'];
/** Told in the table alone: one is far from its limit or far above it, the other moves every step. */
const NOT_DRAWN = ['staleness', 'queue turnover'];

const AT_ONCE = {
  name: 'at-once',
  caption: 'Each signal as a share of its limit: 100 % is the limit.',
  reading: `An alarm is raised where a line stays above the limit for ${monitorSettings.consecutive} steps: one odd step is a holiday. None of these needs an outcome.`,
};
const maturedWords = (steps: number) => ({
  name: 'matured',
  caption: 'The same, of what needs outcomes.',
  reading: `Each value takes ${steps} steps whose outcomes were known by then, so the lines begin late, and an alarm tells of the past.`,
});

function figureOf(shown: readonly Signal[], periods: readonly string[], { name, caption, reading }: typeof AT_ONCE) {
  const spec = report.backtest({
    metric: 'Signal as a share of its limit',
    periods,
    series: shown.map(({ name, values, limit }) => ({ name, values: values.map((value) => value / limit) })),
    threshold: { value: 1, label: 'limit' },
  });
  return report.figure(name, spec, caption, reading);
}

function qualityTable({ quality, watch }: Omit<WatchTold, 'report'>): report.Block {
  return report.table({
    caption:
      'AUC-PR, and the share of the chosen that came true: estimated by the chances alone when decided, and as outcomes said of rows nobody acted on. No alarm hangs on them, because both move with how many events there are.',
    rows: quality.map(({ first, last, estimated, matured }) => ({
      [`${watch.cadence}s`]: `${first} to ${last}`,
      'AUC-PR, estimated': decimal(estimated.averagePrecision),
      'AUC-PR': decimal(matured?.averagePrecision ?? null),
      'precision, estimated': percent(estimated.precisionAtK, 0),
      precision: percent(matured?.precisionAtK ?? null, 0),
    })),
  });
}

function beliefBlocks({ replays, ...told }: Omit<WatchTold, 'report'>): readonly report.Block[] {
  if (replays === null) return [report.paragraph('Nobody has measured it: run `--replays 20`.')];
  return [
    report.table({
      caption: `False alarms a quarter, in ${replays.worlds} ${replays.size} worlds in which nothing happened.`,
      words: ['what it is'],
      rows: signalRows({ ...told, replays }).map(({ signal, limit, falseAlarmsAQuarter, meaning }) => ({
        signal,
        'false a quarter': decimal(falseAlarmsAQuarter, 2),
        limit: decimal(limit, 2),
        'what it is': meaning,
      })),
    }),
    report.table({
      caption: `The same worlds, with a drift injected after ${CADENCES[told.watch.cadence].injectedAfter} ${told.watch.cadence}s. ${driftWords()}; here the strongest column is ${told.watch.watched[0]}.`,
      words: ['told first by'],
      rows: Object.entries(replays.detected).map((one) => detection(one, replays.worlds)),
    }),
  ];
}

const driftWords = () =>
  Object.entries(DRIFT_WORDS)
    .map(([drift, words]) => `${drift}: ${words}`)
    .join('; ');

function detection([drift, { found, medianAfter, by }]: readonly [string, DriftDetected], worlds: number) {
  return {
    drift,
    detected: `${found} of ${worlds}`,
    'steps until, median': decimal(medianAfter, 0),
    'told first by': by.map(([signal, times]) => `${signal} (${times})`).join(', ') || '—',
  };
}
