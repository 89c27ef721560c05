import { argv } from 'node:process';
import { SIZES, simulate } from '../../src/world/simulate.ts';

/** Another process that wants the same world: `tsx build-tiny-world.ts CACHE_DIR ENTITIES` prints how it came by it. */
const [cacheDir, entities] = argv.slice(2);
Object.assign(SIZES, { small: Number(entities) });
const { rows, isFromCache } = await simulate(cacheDir, { seed: 3, size: 'small', threads: 1 });
console.log(JSON.stringify({ accounts: rows.accounts, isFromCache }));
