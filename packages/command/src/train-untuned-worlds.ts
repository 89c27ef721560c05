import { spawnSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunMetrics } from './run-metrics.ts';

/** Fixed before they were ever run. */
const SEEDS = [101, 202, 303, 404, 505];

/**
 * Trains on five worlds nobody tuned to, one process after another, and saves what came out: a world tuned until one seed looks
 * good proves nothing. `cli` is the pipeline's command line; of each run its metrics are kept, the verdict of the gate with the
 * names of the checks that failed, its fingerprints, and what `keep` picks besides. Tells a line a world on the terminal.
 */
export function trainUntunedWorlds<Metrics extends RunMetrics>(
  { cli, file }: Readonly<Record<'cli' | 'file', URL>>,
  keep: (run: Metrics) => object,
  tell: (run: Metrics) => string,
  seeds: readonly number[] = SEEDS,
): void {
  const worlds = seeds.map((seed) => {
    const run = train<Metrics>(cli, seed);
    const { metrics, gate, fingerprints } = run;
    const failed = gate.checks.flatMap(({ name, passed }) => (passed ? [] : [name]));
    console.log(`seed ${seed}: ${tell(run)}; gate ${gate.passed ? 'passed' : `refused: ${failed.join(', ')}`}`);
    return { seed, ...keep(run), metrics, gate_passed: gate.passed, gate_failed: failed, fingerprints };
  });
  const aside = new URL(`${file.href}.partial`);
  writeFileSync(aside, `${JSON.stringify(worlds, null, 2)}\n`);
  renameSync(aside, file);
}

function train<Metrics>(cli: URL, seed: number): Metrics {
  const words = ['--import', 'tsx', fileURLToPath(cli), 'train', '--json', '--seed', String(seed)];
  const child = spawnSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.status !== 0) throw new Error(`seed ${seed}: exit code ${child.status}, expected 0; nothing was saved`);
  return JSON.parse(child.stdout);
}
