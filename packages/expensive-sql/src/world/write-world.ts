import { join } from 'node:path';
import { type Batches, loadInTurns } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { maturesAfterDays } from '../label.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES, truth } from '../tables.ts';
import { historyPolicy } from './history-policy.ts';
import { createTemplateFilter } from './oracle.ts';
import { drawPopulation, type PopulationOptions } from './population.ts';
import { createSnapshotRows, historyRows, loadRows, truthRows } from './records.ts';
import { createStepper, type StepperOptions } from './stepper.ts';

export interface WriteWorldOptions extends StepperOptions, PopulationOptions {
  readonly seed: number;
  readonly threads: number;
  /** Told about once a simulated fortnight. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** A commit is checked as a whole and should fit the cache: so many queries are a quarter of a medium world. */
const QUERIES_PER_COMMIT = 50_000;

/**
 * Runs the world day by day under the rule in force and writes what the systems log as Delta tables: `dir/lake` for what can be
 * observed, `dir/truth` for what cannot. Returns the rows of each table.
 */
export async function writeWorld(dir: string, options: WriteWorldOptions): Promise<Record<string, number>> {
  const { queriesPerDay, days, epoch, threads, onProgress } = options;
  return loadInTurns({
    lakes: [
      { dir: join(dir, 'lake'), tables: [...REQUIRED_TABLES, ...OPTIONAL_TABLES], threads, memoryLimit: '1GB' },
      { dir: join(dir, 'truth'), tables: [truth], threads: 1, memoryLimit: '512MB' },
    ],
    steps: days,
    stepsPerCommit: Math.ceil(QUERIES_PER_COMMIT / queriesPerDay),
    step: createDays(options),
    committedAt: (day) => new Date(epoch + (day + 1 + maturesAfterDays) * MS_PER_DAY),
    onStep: (day) => day % 14 === 13 && onProgress?.(day + 1, days, 'days'),
  });
}

/** Day after day: what was logged in it, and what was true of it. */
function createDays(options: WriteWorldOptions): () => Batches {
  const { seed, epoch } = options;
  const population = drawPopulation(seed, options);
  const world = createStepper(seed, population, options);
  const filter = createTemplateFilter(population.templates.length);
  const snapshotRows = createSnapshotRows(seed, population, epoch);
  return () => {
    const happened = world.step(historyPolicy);
    return {
      query_history: historyRows(happened),
      table_snapshots: snapshotRows(happened),
      warehouse_load: loadRows(world, epoch + happened.day * MS_PER_DAY),
      truth: truthRows(happened, filter),
    };
  };
}
