import { MS_PER_HOUR } from '@applied-modeling/synthetic';

/** A checkpoint that a run passed, as the event stream tells of it, with its score. */
export interface PageEvent {
  readonly runId: number;
  readonly multiple: number;
  readonly atMs: number;
  readonly jobId: string;
  /** The pool and whose pager rings; null where nobody knows the pool. */
  readonly poolOfTeam: string | null;
  readonly score: number;
}

/** What a loop that was killed goes on from: plain data, saved between two deliveries. */
export interface PageLoopState<Event extends PageEvent = PageEvent> {
  /** Came in and may still be preceded by an older one. */
  readonly waiting: readonly Event[];
  /** All events up to here are decided, in ms since 1970. */
  readonly decidedMs: number;
  /** Until when a job, and a team's pool, is mute. */
  readonly mutedJobs: Readonly<Record<string, number>>;
  readonly mutedPools: Readonly<Record<string, number>>;
}

export interface PageLoopSettings {
  readonly cutOff: number;
  readonly muteHours: number;
  readonly stormHours: number;
  /** How late an event may come. A page is sent so much later; what comes later still is not paged for. */
  readonly lateMs: number;
}

export const beforeAnyPage: PageLoopState<never> = {
  ...{ waiting: [], decidedMs: 0 },
  ...{ mutedJobs: {}, mutedPools: {} },
};

/**
 * Takes what was delivered by `nowMs`, and pages. Whether an event pages depends on the pages before it, so events are decided in the
 * order of time and no sooner than an older one could come in. What is delivered twice, late, or again after a crash leads to the
 * same pages, because nothing up to `decidedMs` is decided twice.
 */
export function advance<Event extends PageEvent>(
  state: PageLoopState<Event>,
  delivered: readonly Event[],
  nowMs: number,
  { cutOff, muteHours, stormHours, lateMs }: PageLoopSettings,
): { readonly state: PageLoopState<Event>; readonly pages: readonly Event[] } {
  const decidedMs = Math.max(state.decidedMs, nowMs - lateMs);
  const known = new Map([...state.waiting, ...delivered].map((event) => [`${event.runId}@${event.multiple}`, event]));
  const open = [...known.values()].filter(({ atMs }) => atMs > state.decidedMs).sort(inTime);
  const mutedJobs = new Map(Object.entries(state.mutedJobs));
  const mutedPools = new Map(Object.entries(state.mutedPools));
  const pages = open.filter(({ atMs, jobId, poolOfTeam, score }) => {
    if (atMs > decidedMs || score < cutOff) return false;
    if (atMs < (mutedJobs.get(jobId) ?? 0)) return false;
    if (poolOfTeam !== null && atMs < (mutedPools.get(poolOfTeam) ?? 0)) return false;
    mutedJobs.set(jobId, atMs + muteHours * MS_PER_HOUR);
    if (poolOfTeam !== null) mutedPools.set(poolOfTeam, atMs + stormHours * MS_PER_HOUR);
    return true;
  });
  const stillMuted = (muted: ReadonlyMap<string, number>) =>
    Object.fromEntries([...muted].filter(([, untilMs]) => untilMs > decidedMs));
  const waiting = open.filter(({ atMs }) => atMs > decidedMs);
  return {
    state: { waiting, decidedMs, mutedJobs: stillMuted(mutedJobs), mutedPools: stillMuted(mutedPools) },
    pages,
  };
}

function inTime(one: PageEvent, other: PageEvent): number {
  return one.atMs - other.atMs || one.runId - other.runId || one.multiple - other.multiple;
}
