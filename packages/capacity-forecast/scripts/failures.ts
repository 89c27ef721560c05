import { writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failures } from '../src/failure-modes/failures.ts';

/**
 * Runs the three failure modes on twenty small worlds and saves what came out, world by world: `pnpm capacity:failures`,
 * about five minutes. One world shows a mechanism; twenty show how often the sign holds.
 */
const SEEDS = Array.from({ length: 20 }, (_, index) => 1 + index);

const cacheDir = join(tmpdir(), 'applied-modeling-capacity-failures');
const threads = Math.min(2, availableParallelism());
const results = [];
for (const seed of SEEDS) {
  results.push({ seed, ...(await failures(seed, { cacheDir, threads })) });
  console.error(`seed ${seed} of ${SEEDS.length}`);
}
const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
writeFileSync(fileURLToPath(new URL('../failures.json', import.meta.url)), `${JSON.stringify(results, rounded, 2)}\n`);
