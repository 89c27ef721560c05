import { join } from 'node:path';
import { loadInTurns } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { maturesAfterDays } from '../label.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES, truth } from '../tables.ts';
import { historyPolicy } from './history-policy.ts';
import { drawPopulation, type PopulationOptions } from './population.ts';
import { createRecorder, notebookRows, spell } from './records.ts';
import { createStepper } from './stepper.ts';

export interface WriteWorldOptions extends PopulationOptions {
  readonly seed: number;
  readonly threads: number;
  /** Told about once a simulated month. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** A commit is checked as a whole, while the next is made; more of them would be checked against each other. */
const COMMITS = 2;

/**
 * Runs the world day by day under the rule in force and writes what the systems log as Delta tables: `dir/lake` for what can be
 * observed, `dir/truth` for what cannot. Returns the rows of each table.
 */
export async function writeWorld(dir: string, options: WriteWorldOptions): Promise<Record<string, number>> {
  const { seed, epoch, days, threads, onProgress } = options;
  const population = drawPopulation(seed, options);
  const ids = spell(population);
  const world = createStepper(seed, population);
  const record = createRecorder(seed, population, ids);
  return loadInTurns({
    lakes: [
      { dir: join(dir, 'lake'), tables: [...REQUIRED_TABLES, ...OPTIONAL_TABLES], threads, memoryLimit: '1GB' },
      { dir: join(dir, 'truth'), tables: [truth], threads: 1, memoryLimit: '512MB' },
    ],
    steps: days,
    stepsPerCommit: Math.ceil(days / COMMITS),
    step: () => record(world.step(historyPolicy)),
    closing: () => ({ notebooks: notebookRows(population, ids) }),
    committedAt: (day) => new Date(epoch + (day + 1 + maturesAfterDays) * MS_PER_DAY),
    onStep: (day) => day % 28 === 27 && onProgress?.(day + 1, days, 'days'),
  });
}
