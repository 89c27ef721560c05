import { writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TrainJob, train as trainBooster } from '@applied-modeling/gbm';
import { censoredSpiral } from '../src/failure-modes/censored-spiral.ts';
import { launchLeak } from '../src/failure-modes/launch-leak.ts';
import { wrongLoss } from '../src/failure-modes/wrong-loss.ts';
import { ingest } from '../src/stages/1-ingest.ts';
import { features } from '../src/stages/2-features.ts';
import { split } from '../src/stages/3-split.ts';
import { train } from '../src/stages/4-train.ts';
import { calibrate } from '../src/stages/5-calibrate.ts';
import { SIZES, simulate } from '../src/world/simulate.ts';

/**
 * Runs the three failure modes on twenty small worlds and saves what came out, world by world: `node --import tsx
 * scripts/failures.ts`, about five minutes. One world shows a mechanism; twenty show how often the sign holds.
 */
const SEEDS = Array.from({ length: 20 }, (_, index) => 1 + index);

const results = [];
for (const seed of SEEDS) {
  results.push({ seed, ...(await runSeed(seed)) });
  console.error(`seed ${seed} of ${SEEDS.length}`);
}
const file = fileURLToPath(new URL('../failures.json', import.meta.url));
const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
writeFileSync(file, `${JSON.stringify(results, rounded, 2)}\n`);

async function runSeed(seed: number) {
  const threads = Math.min(2, availableParallelism());
  const world = await simulate(join(tmpdir(), 'applied-modeling-capacity-failures'), { seed, size: 'small', threads });
  const { lakeDir, truthDir, clock, weeks } = world;
  const source = {
    kind: 'simulated',
    seed,
    size: 'small',
    generator: '',
    lakeDir,
    truthDir,
    epoch: clock.epoch,
    weeks,
  } as const;
  const ingested = await ingest(source, { threads, memoryLimit: '1GB' });
  try {
    const options = {
      seed,
      trainBooster: async ({ params, dtrain, options }: TrainJob) => trainBooster(params, dtrain, options),
    };
    const set = await features(ingested);
    const fold = split(set, ingested.calendar).final;
    const model = calibrate(set, await train(set, fold, { ...options, outcome: 'demand' }));
    return {
      censoredSpiral: summarise(censoredSpiral(seed, SIZES.small)),
      censoredSpiralHeavy: summarise(censoredSpiral(seed, SIZES.small, 'heavy')),
      launchLeak: await launchLeak(ingested, options),
      wrongLoss: await wrongLoss(ingested, set, model),
    };
  } finally {
    ingested.lake.close();
  }
}

/** The ratio of the last year, when a spiral has settled, instead of every week's. */
function summarise(spiral: ReturnType<typeof censoredSpiral>) {
  const lastYear = (weeks: readonly number[]) => weeks.slice(-52).reduce((sum, ratio) => sum + ratio / 52, 0);
  return Object.fromEntries(
    Object.entries(spiral).map(([name, { capacityRatio, ...rest }]) => [
      name,
      { ...rest, lastYearCapacityRatio: lastYear(capacityRatio) },
    ]),
  );
}
