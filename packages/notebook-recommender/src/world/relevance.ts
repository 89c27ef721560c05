import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import { DIMENSIONS, relevance as planted } from './planted.ts';
import type { Population } from './population.ts';
import type { Session } from './sessions.ts';

const HALF_LIFE_MS = planted.recency.halfLifeHours * MS_PER_HOUR;
const WEEK_MS = 7 * MS_PER_DAY;

/** Numbers of a notebook: a cache line. */
const STRIDE = 16;

/**
 * What everybody uses, without delay, and what would help with it. The formula stands in `planted.ts`: a notebook that was used for
 * the task at hand is likely to help again; where the task is new, none was, however lately it was opened.
 */
export function createRelevance({ users, notebooks, directions, tablesOf, tableName, options }: Population) {
  const lastRunMs = Float64Array.from(notebooks, ({ createdMs }) => Math.max(createdMs, options.epoch - 4 * WEEK_MS));
  const lastUses = users.map(() => new Map<number, number>());
  const { most, perWeek } = planted.staleness;
  /** By table and by notebook, of whoever is asked about; one more place for the tables that a notebook lacks. */
  const isNeeded = new Uint8Array(tableName.length + 1);
  const recency = new Float64Array(notebooks.length);
  const width = tablesOf.length / notebooks.length;
  // Direction, tables and team of a notebook lie side by side, for reading them from three places takes longer than all the rest.
  const facts = new Float32Array(notebooks.length * STRIDE);
  for (const [notebook, { team }] of notebooks.entries()) {
    facts.set(directions.subarray(notebook * DIMENSIONS, (notebook + 1) * DIMENSIONS), notebook * STRIDE);
    facts.set(tablesOf.subarray(notebook * width, (notebook + 1) * width), notebook * STRIDE + DIMENSIONS);
    facts[notebook * STRIDE + DIMENSIONS + width] = team;
  }

  return {
    ran(user: number, notebook: number, ms: number): void {
      lastUses[user].set(notebook, ms);
      lastRunMs[notebook] = Math.max(lastRunMs[notebook], ms);
    },
    /** Notebooks that somebody used for the task at hand. */
    usedFor({ user, task: { beganMs } }: Session): number[] {
      return [...lastUses[user]].filter(([, usedMs]) => usedMs >= beganMs).map(([notebook]) => notebook);
    },
    /** Chance of success of the first `count` of `some`, written into `chances`, for whoever sits there now. */
    of({ user, ms, task, isNewTask }: Session, some: Int32Array, count: number, chances: Float64Array): void {
      const { team } = users[user];
      const { direction, tables, beganMs } = task;
      const bias = planted.bias + (task.isForeign ? planted.foreignTask : 0);
      for (const table of tables) isNeeded[table] = 1;
      if (!isNewTask)
        for (const [notebook, usedMs] of lastUses[user])
          if (usedMs >= beganMs)
            recency[notebook] = planted.recency.weight * 2 ** (-Math.max(0, ms - usedMs) / HALF_LIFE_MS);
      const end = DIMENSIONS + width;
      for (let at = 0; at < count; at++) {
        const notebook = some[at];
        const first = notebook * STRIDE;
        let cosine = 0;
        for (let part = 0; part < DIMENSIONS; part++) cosine += direction[part] * facts[first + part];
        let common = 0;
        for (let part = DIMENSIONS; part < end; part++) common += isNeeded[facts[first + part]];
        const idleWeeks = Math.max(0, ms - lastRunMs[notebook]) / WEEK_MS;
        const logOdds =
          bias +
          planted.affinity * cosine +
          planted.perTable * common +
          (facts[first + end] === team ? planted.sameTeam : 0) +
          recency[notebook] -
          perWeek * Math.min(most, idleWeeks);
        chances[at] = 1 / (1 + Math.exp(-logOdds));
      }
      for (const table of tables) isNeeded[table] = 0;
      if (!isNewTask) for (const notebook of lastUses[user].keys()) recency[notebook] = 0;
    },
  };
}
