import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { replay, tellReplays } from '../src/index.ts';
import { doubtsAboutReplays } from '../src/testing.ts';
import { toyWatch } from './monitor/toy-watch.ts';
import { scratchFolder } from './scratch.ts';

const COMMAND = 'pnpm ranking:monitor';
const quiet = replay(toyWatch(1), { seed: 1, size: 'small' });
const twenty = Array.from({ length: 20 }, () => quiet);

function doubts(replays: readonly (typeof quiet)[], readme = tellReplays(replays, COMMAND)) {
  const dir = scratchFolder();
  const [file, told] = [join(dir, 'monitor.json'), join(dir, 'README.md')];
  writeFileSync(file, JSON.stringify(replays));
  writeFileSync(told, readme);
  return doubtsAboutReplays(pathToFileURL(file), pathToFileURL(told), COMMAND);
}

it('has none about twenty quiet replays that are quoted as they were saved', () => {
  expect(doubts(twenty)).toEqual([]);
});

it('doubts fewer replays, a monitor that alarms for nothing, and a README that tells another story', () => {
  expect(doubts(twenty.slice(1))).toEqual(['19 replays are saved, 20 are promised']);
  const loud = twenty.map((one) => ({ ...one, falseAlarms: { ...one.falseAlarms, miscalibration: 5 } }));
  expect(doubts(loud)).toEqual([expect.stringContaining('false alarms a quarter')]);
  expect(doubts(twenty, 'all is well')).toEqual([expect.stringContaining('the README does not quote')]);
});
