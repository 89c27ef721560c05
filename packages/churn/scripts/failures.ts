import { writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { failures } from '../src/failure-modes/failures.ts';
import { FAILURES_FILE, type FailuresOfWorld, summariseNaiveJoin } from '../src/failure-modes/failures-summary.ts';

/**
 * Runs the failure modes on twenty small worlds and saves what came out, world by world: `pnpm churn:failures`, about four
 * minutes. One world shows a mechanism; twenty show how often the sign holds.
 */
const SEEDS = Array.from({ length: 20 }, (_, index) => 1 + index);

const results: FailuresOfWorld[] = [];
for (const seed of SEEDS) {
  const threads = Math.min(2, availableParallelism());
  results.push(await failures(seed, join(tmpdir(), 'applied-modeling-churn-failures'), threads));
  console.error(`seed ${seed} of ${SEEDS.length}`);
}
const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
writeFileSync(FAILURES_FILE, `${JSON.stringify(results, rounded, 2)}\n`);

const { worlds, honest, careless } = summariseNaiveJoin(results);
console.log(`average precision, mean of ${worlds} small worlds; the honest join: ${honest.toFixed(3)}`);
for (const { name, offline, live, worldsBetterOffline, worldsWorseLive } of careless) {
  const deployed = live === null ? 'live unknown' : `live ${live.toFixed(3)}, worse in ${worldsWorseLive}`;
  console.log(`  ${name}: offline ${offline.toFixed(3)}, better in ${worldsBetterOffline}; ${deployed}`);
}
