import { lagMs, randomStream } from '@applied-modeling/synthetic';
import { createMemory } from './memory.ts';
import { lagHours } from './planted.ts';
import type { Population } from './population.ts';
import { createRelevance } from './relevance.ts';

export const ACTIONS = ['open', 'clone', 'run_ok', 'run_failed', 'delete'] as const;

/** The log has it when it `landsMs`. */
export interface Action extends Readonly<Record<'user' | 'notebook' | 'ms' | 'landsMs', number>> {
  readonly action: (typeof ACTIONS)[number];
  /** Id of the slate it came from; null for what was found without one. */
  readonly slate: number | null;
}

/** A table that was read; `notebook` is null for the SQL editor. */
export interface Read extends Readonly<Record<'user' | 'table' | 'ms' | 'landsMs', number>> {
  readonly notebook: number | null;
}

/** Writes down what people do, and tells those who go by it: at once what is true, and with its delay what a service may know. */
export function createJournal(seed: number, population: Population) {
  const lags = randomStream(seed, 'lags');
  const [actionLag, readLag] = [lagMs(lagHours.actions), lagMs(lagHours.lineage)];
  const memory = createMemory(population);
  const relevance = createRelevance(population);
  let [actions, reads]: [Action[], Read[]] = [[], []];

  const read = (user: number, table: number, notebook: number | null, ms: number): number => {
    const landsMs = ms + readLag(lags.normal(user, ms, table));
    reads.push({ user, table, notebook, ms, landsMs });
    memory.read(user, table, ms, landsMs);
    return landsMs;
  };

  return {
    memory,
    relevance,
    read,
    act(user: number, notebook: number, action: Action['action'], atMs: number, slate: number | null): void {
      const ms = Math.round(atMs);
      const landsMs = ms + actionLag(lags.normal(user, ms, -1 - notebook));
      actions.push({ user, notebook, action, slate, ms, landsMs });
      // A run that fails does so before it reads anything, and is no use.
      if (action === 'delete' || action === 'run_failed') return;
      memory.used(user, notebook, ms, landsMs);
      if (action !== 'run_ok') {
        memory.opened(user, notebook, ms, landsMs);
        return;
      }
      relevance.ran(user, notebook, ms);
      for (const table of population.notebooks[notebook].tables) read(user, table, notebook, ms);
    },
    /** Whoever makes a notebook runs it once: since then it can be known what it reads. */
    create(notebook: number): void {
      const { owner, tables, createdMs } = population.notebooks[notebook];
      const known = tables.map((table) => read(owner, table, notebook, createdMs));
      memory.knowTables(notebook, Math.max(...known));
    },
    /** What was written since it was last asked. */
    take(): { readonly actions: readonly Action[]; readonly reads: readonly Read[] } {
      const taken = { actions, reads };
      [actions, reads] = [[], []];
      return taken;
    },
  };
}

export type Journal = ReturnType<typeof createJournal>;
