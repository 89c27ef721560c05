import { readFileSync } from 'node:fs';
import { readReplays, summariseReplays } from './monitor/summarise-replays.ts';
import { tellReplays } from './monitor/tell-replays.ts';

/** So many replays are promised, and at most so many false alarms a quarter, all signals together. */
const PROMISED = { replays: 20, falseAlarms: 1 } as const;

/** For tests of a pipeline: what speaks against the saved replays of its monitor, and against how its README quotes them. */
export function doubtsAboutReplays(file: URL, readme: URL, command: string): readonly string[] {
  const replays = readReplays(file);
  if (replays.length !== PROMISED.replays)
    return [`${replays.length} replays are saved, ${PROMISED.replays} are promised`];
  const { falseAlarmsAQuarter } = summariseReplays(replays)!;
  const table = tellReplays(replays, command);
  return [
    ...(falseAlarmsAQuarter <= PROMISED.falseAlarms ? [] : [`${falseAlarmsAQuarter} false alarms a quarter`]),
    ...(readFileSync(readme, 'utf8').includes(table) ? [] : [`the README does not quote\n${table}`]),
  ];
}
