import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { type Replay, replay, replayFigures, tellReplays } from '../../src/index.ts';
import { scratchFolder } from '../scratch.ts';
import { toyWatch } from './toy-watch.ts';

const replays = Array.from({ length: 12 }, (_, nth) => replay(toyWatch(1 + nth), { seed: 1 + nth, size: 'small' }));

it('is a table that a README can quote', () => {
  const [head, , alarms, ...drifts] = tellReplays(replays, 'pnpm ranking:monitor').split('\n');
  expect(head).toBe('| `pnpm ranking:monitor --replays 12` | 12 small worlds, 30 weeks each |');
  expect(alarms).toMatch(
    /^\| false alarms, all signals together \| 0\.\d\d a quarter \(0\.\d\d in the 2 that set no limit\): /,
  );
  expect(drifts).toHaveLength(4);
  expect(drifts[1]).toBe('| it does not land | told in 12 of 12, 1 week later, first by feature drift |');
});

it('gives an answer its figures, and of a monitor that nobody has measured says so', () => {
  const file = join(scratchFolder(), 'monitor.json');
  writeFileSync(file, JSON.stringify(replays));
  expect(replayFigures(pathToFileURL(file), 'watched_worlds', 'unit_found', 'unit_after')).toEqual({
    ...{ watched_worlds: '12 small worlds', unit_found: '12 of 12', unit_after: '1' },
  });
  const unmeasured = replayFigures(new URL('file:///nowhere/monitor.json'), 'false_alarms');
  expect(unmeasured).toEqual({ false_alarms: 'nobody knows how many' });
});

it('says where a drift was told of nowhere', () => {
  const blind: Replay = { ...replays[0], detected: { ...replays[0].detected, 'world-turns': null } };
  expect(tellReplays([blind], 'x')).toContain('told in none of 1 |');
});
