import { denseNumbers } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../../src/domain.ts';
import { createPager, type Page } from '../../src/evaluation/paging.ts';
import type { ServedPager, ServedWindow } from '../../src/evaluation/served-window.ts';
import type { TruthRows } from '../../src/evaluation/truth.ts';
import { COUNTERFACTUAL, PAGE_FEATURES } from '../../src/features.ts';

/** A checkpoint as literal data: by default two hours into a run of three that should take one. */
export interface Row {
  readonly run: number;
  readonly job: string;
  readonly pool?: string;
  readonly team?: string;
  readonly tier?: number;
  /** Hours from the first midnight. */
  readonly start?: number;
  /** Hours the run has taken. */
  readonly after?: number;
  readonly minutes?: number;
  /** Minutes its past suggests; its work suggests 60. */
  readonly usual?: number;
  readonly worthy?: boolean;
  readonly spread?: number;
  readonly score?: number;
  /** Of the truth: incidents below 0 are those of a pool. */
  readonly incident?: number;
  readonly cause?: string;
  readonly factor?: number;
  /** Hours since the newest deploy. */
  readonly deploy?: number;
}

const HOUR = 3_600_000;

/** A window of these checkpoints, in which every pager has sent the pages whose positions are given. */
export function windowOf(
  rows: readonly Row[],
  pages: Readonly<Partial<Record<'model' | 'incumbent' | 'simple', readonly number[]>>>,
  { withTruth = true } = {},
): ServedWindow {
  const list = (of: (row: Row) => number) => Float64Array.from(rows, of);
  const floats = (of: (row: Row) => number) => Float32Array.from(rows, of);
  const columns: Record<string, Float32Array> = Object.fromEntries(
    [...COUNTERFACTUAL, ...PAGE_FEATURES].map((name) => [name, floats(() => 0)]),
  );
  columns.expected_for_bytes = floats(() => 0);
  columns.expected_for_workers = floats(() => 0);
  columns.tier = floats(({ tier = 3 }) => tier);
  columns.spread_30 = floats(({ spread = 0.3 }) => spread);
  columns.expected_log_minutes = floats(() => Math.log(60));
  columns.log_minutes_30 = floats(({ usual = 60 }) => Math.log(usual));
  columns.hours_since_deploy = floats(({ deploy = Number.NaN }) => deploy);
  const set = {
    ...{ names: Object.keys(columns), columns: Object.values(columns), rowCount: rows.length },
    spine: { decidedAt: list(({ start = 0, after = 2 }) => (start + after) * HOUR) },
    runId: list(({ run }) => run),
    jobId: rows.map(({ job }) => job),
    pool: rows.map(({ pool }) => pool ?? null),
    team: rows.map(({ team }) => team ?? null),
    startedMs: list(({ start = 0 }) => start * HOUR),
    multiple: list(({ after = 2 }) => after),
    day: Int32Array.from(rows, ({ start = 0 }) => Math.floor(start / 24)),
    minutes: list(({ minutes = 180 }) => minutes),
    expectedMinutes: list(() => 60),
    y: floats(({ worthy = true }) => Number(worthy)),
  } as unknown as TrainingSet;
  const incidents = rows.map(({ incident = 0 }) => incident);
  const truth = {
    incident: Int32Array.from(incidents),
    factor: list(({ factor = 3 }) => factor),
    scale: list(() => 0.2),
    cause: rows.map(({ cause = 'none' }) => cause),
    startsOf: (of: number) => [...rows.keys()].filter((at) => incidents[at] === of && rows[at].after === 0),
  } as unknown as TruthRows;
  const all = Uint32Array.from(rows.keys());
  const pager = createPager(set, all);
  const sent = (at: number): Page => ({ at, pagedMs: set.spine.decidedAt[at] });
  const pagers = Object.entries(pages).map(([role, positions]): ServedPager => {
    const score = list(({ score = 0 }) => score);
    return { name: role, role: role as ServedPager['role'], score, serve: pager(score), pages: positions.map(sent) };
  });
  return {
    ...{ set, pagers, rows: all, pager, truth: withTruth ? truth : null },
    cluster: denseNumbers(rows.map(({ job, incident = 0 }) => (incident < 0 ? `pool ${incident}` : job))),
    budget: { perDay: 2, pages: 2 },
  };
}
