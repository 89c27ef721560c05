import { count, decimal } from '@applied-modeling/report';
import type { Drift } from './inject-drift.ts';
import type { Replay } from './replay.ts';
import { type ReplaysSummary, readReplays, summariseReplays } from './summarise-replays.ts';

type Injected = Exclude<Drift, 'none'>;

/** What each drift is. */
export const DRIFT_WORDS: Readonly<Record<Injected, string>> = {
  'other-unit': 'the strongest column is half as large again',
  'source-stops': 'it does not land',
  'mix-shifts': 'two in three of the less likely half leave',
  'world-turns': 'half of what would have happened does not, and no column shows it',
};

/** Worlds whose replays set a limit; the others only measure it. */
const SET_LIMITS = 10;

/** As a Markdown table: what `--replays` prints, and a README quotes. */
export function tellReplays(replays: readonly Replay[], command: string): string {
  const summary = summariseReplays(replays)!;
  const [{ cadence, steps, size }] = replays;
  const drifts = Object.keys(summary.detected) as Injected[];
  const rows = [
    [`\`${command} --replays ${replays.length}\``, `${replays.length} ${size} worlds, ${steps} ${cadence}s each`],
    ['---', '---'],
    ['false alarms, all signals together', falseAlarms(replays, summary)],
    ...drifts.map((drift) => [DRIFT_WORDS[drift], toldOf(replays, summary, drift)]),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function falseAlarms(replays: readonly Replay[], { falseAlarmsAQuarter, bySignal }: ReplaysSummary): string {
  const later = summariseReplays(replays.slice(SET_LIMITS));
  const unseen = later && ` (${decimal(later.falseAlarmsAQuarter, 2)} in the ${later.worlds} that set no limit)`;
  const parts = Object.entries(bySignal)
    .filter(([, alarms]) => alarms > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([name, alarms]) => `${name} ${decimal(alarms, 2)}`);
  return `${decimal(falseAlarmsAQuarter, 2)} a quarter${unseen ?? ''}: ${parts.join(', ') || 'none'}`;
}

function toldOf(replays: readonly Replay[], { worlds, detected }: ReplaysSummary, drift: Injected): string {
  const { found, medianAfter, by } = detected[drift];
  if (found === 0) return `told in none of ${worlds}`;
  const [{ cadence }] = replays;
  const after = replays.flatMap((one) => one.detected[drift]?.after ?? []);
  const [least, most] = [Math.min(...after), Math.max(...after)];
  const spread = least === most ? '' : ` (median; ${least} to ${most})`;
  const plural = medianAfter === 1 ? cadence : `${cadence}s`;
  return `told in ${found} of ${worlds}, ${medianAfter} ${plural} later${spread}, first by ${by[0][0]}`;
}

/** The figures that an answer may quote of its monitor; of one that nobody has measured yet, that it is so. */
export function replayFigures<Name extends keyof Figures>(file: URL, ...names: readonly Name[]): Pick<Figures, Name> {
  const replays = readReplays(file);
  const summary = summariseReplays(replays);
  const known = summary === null ? null : figuresOf(replays, summary);
  return Object.fromEntries(names.map((name) => [name, known?.[name] ?? 'nobody knows how many'])) as Pick<
    Figures,
    Name
  >;
}

type Figures = ReturnType<typeof figuresOf>;

function figuresOf([{ size }]: readonly Replay[], { worlds, falseAlarmsAQuarter, detected }: ReplaysSummary) {
  const [turned, unit] = [detected['world-turns'], detected['other-unit']];
  return {
    watched_worlds: `${count(worlds)} ${size} worlds`,
    false_alarms: decimal(falseAlarmsAQuarter, 2),
    turned_found: `${turned.found} of ${worlds}`,
    turned_after: count(turned.medianAfter),
    unit_found: `${unit.found} of ${worlds}`,
    unit_after: count(unit.medianAfter),
  };
}
