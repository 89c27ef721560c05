import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { cachedWorld, weeklyClock } from '../src/index.ts';

/** Another process that wants the same world: `tsx build-world.ts CACHE_DIR` prints how it came by it. */
const world = await cachedWorld(argv[2], {
  name: 'small-3',
  generator: 'ab12',
  clock: weeklyClock('2022-01-03'),
  weeks: 2,
  write: async (dir) => {
    await wait(300);
    writeFileSync(join(dir, 'table'), 'rows');
    return { usage: 30 };
  },
});
console.log(JSON.stringify({ rows: world.rows, isFromCache: world.isFromCache }));
