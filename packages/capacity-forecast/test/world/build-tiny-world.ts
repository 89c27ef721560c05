import { argv } from 'node:process';
import { SIZES, simulate } from '../../src/world/simulate.ts';
import { TINY_SIZE } from './tiny-worlds.ts';

/** Another process that wants the same world: `tsx build-tiny-world.ts CACHE_DIR` prints how it came by it. */
const [cacheDir] = argv.slice(2);
Object.assign(SIZES, { small: TINY_SIZE });
const { rows, isFromCache } = await simulate(cacheDir, { seed: 3, size: 'small', threads: 1 });
console.log(JSON.stringify({ series: rows.series, isFromCache }));
