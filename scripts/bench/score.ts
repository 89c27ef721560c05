/**
 * How fast stage 8 is: for every pipeline that was trained here, one step scored by its champion three times, from opening the tables
 * to the batch, and the rows a second of the median. Then the two that answer one request at a time, in a world of their own: the
 * benches `admission` and `slates`, whose bars are 10 and 20 ms at p99.
 *
 *     pnpm bench:score [home]     # after pnpm churn:train, capacity:train, …; what was not trained is skipped, and said
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Size } from '../../packages/command/src/index.ts';
import { type ScoreSteps, worldOfNewestRun } from '../../packages/lifecycle/src/index.ts';

const home = process.argv[2] ?? process.cwd();
const threads = availableParallelism();

const PIPELINES = [
  ['churn', 'churn', 'week'],
  ['capacity-forecast', 'capacity', 'week'],
  ['job-anomalies', 'jobs', 'day'],
  ['expensive-sql', 'sql', 'day'],
  ['notebook-recommender', 'notebooks', 'day'],
] as const;

for (const [model, command, unit] of PIPELINES) {
  const places = { mlruns: join(home, 'mlruns'), runs: join(home, 'runs', model) };
  const world = await worldOfNewestRun(places, { model, command }).catch((failure: Error) => failure);
  if (world === null || world instanceof Error) {
    console.log(
      `${model.padEnd(22)} skipped: ${world === null ? 'trained on own files' : world.message.split('\n')[0]}`,
    );
    continue;
  }
  await measure(model, unit, world, places.mlruns);
}

for (const bench of ['admission', 'slates']) {
  console.log(`\n${bench}`);
  spawnSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, `${bench}.ts`)], { stdio: 'inherit' });
}

async function measure(
  model: string,
  unit: 'week' | 'day',
  { seed, size }: { readonly seed: number; readonly size: Size },
  mlrunsDir: string,
): Promise<void> {
  const steps: ScoreSteps = await import(`../../packages/${model}/src/index.ts`);
  const generated = join(home, 'datasets', model, 'generated');
  const simulated = await steps.simulate(generated, { seed, size, threads, onProgress: () => undefined });
  const source = { kind: 'simulated', seed, size, world: simulated } as const;
  const times: number[] = [];
  let told = '';
  for (let turn = 0; turn < 3; turn++) {
    const began = performance.now();
    const { batch, champion } = await steps.scoreRun({
      ...{ source, threads, mlrunsDir, unit, step: undefined },
      stage: (_, work) => work(() => undefined),
    });
    times.push((performance.now() - began) / 1000);
    const by = champion.kind === 'rule' ? 'the rule' : `version ${champion.version.version}`;
    const seconds = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
    told = `${String(batch.entityId.length).padStart(7)} rows in ${seconds.toFixed(1).padStart(5)} s, ${Math.round(batch.entityId.length / seconds)} rows a second, by ${by} (${size})`;
  }
  console.log(`${model.padEnd(22)} ${told}`);
}
