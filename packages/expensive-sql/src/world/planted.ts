/**
 * Everything the world knows and a gateway has to find out: what a query costs, whose it is, how often it comes and when somebody
 * loses patience. Each constant carries its reason; all of them are assumed, and tests recover those that leave a trace.
 */

const tens = (count: number) => 10 * Math.round(count / 10);

/** How large a world is, by its queries a day. Ten times the queries come from five times the templates: most are repeats. */
export const shape = {
  templates: (queriesPerDay: number) => tens(400 * (queriesPerDay / 333) ** 0.7),
  tables: (queriesPerDay: number) => tens(100 * (queriesPerDay / 333) ** 0.477),
  users: (queriesPerDay: number) => tens(100 * (queriesPerDay / 333) ** 0.6),
  workspaces: 25,
  warehouses: 10,
} as const;

export const tables = {
  bytes: { medianGb: 5, sigma: 2.2, largestGb: 6_000 },
  partitioned: 0.75 /* by day; who has more than half a terabyte always is */,
  partitionDays: [60, 1_100],
  keepsForEver: 0.5 /* of the partitioned: one more partition a day; the others drop the oldest */,
  columns: [6, 40],
  fileMb: [8, 400] /* many small files are dear to open */,
  weekly: 0.15 /* of the tables: a commit a week; the others a day */,
  growthDaily: { median: 0.002, sigma: 0.9, noise: 0.02 },
  /** On some day, for good; what is large does not grow in one night. */
  reload: { share: 0.1, larger: [5, 20], truncated: 0.1, truncates: 0.5, upToGb: 40 },
  bornLater: 0.04 /* after the migration began */,
  /** Hardly ever: for most tables once, long before the history began. */
  analyze: { everyDays: [7, 30, 600, Number.POSITIVE_INFINITY], shares: [0.2, 0.25, 0.35, 0.2] },
} as const;

/**
 * Who asks, and how such queries are written: chances of what a template has. `perTemplate` weighs its queries; a dashboard and a
 * job run by the clock, the others when somebody sits there. Patience is in seconds of waiting; a job has all the time in the world.
 */
// biome-ignore format: reads as a table
export const APPLICATIONS = [
  { name: 'dashboard', isClocked: true, weekend: 0.45, share: 0.36, perTemplate: 1.4, tables: [0.5, 0.33, 0.14, 0.03], star: 0.02, group: 0.85, distinct: 0.06, window: 0.1, sort: 0.4, limit: 0.3, udf: 0.02, cross: 0.006, equality: 0.6, like: 0.05, list: 0.25, dated: 0.93, dateForms: [0.15, 0.1, 0.1, 0.6, 0.05], cte: 0.25, odd: 0, insert: 0, patience: { median: 145, sigma: 0.5 } },
  { name: 'notebook', isClocked: false, weekend: 0.2, share: 0.3, perTemplate: 0.7, tables: [0.55, 0.3, 0.1, 0.05], star: 0.35, group: 0.35, distinct: 0.2, window: 0.24, sort: 0.25, limit: 0.45, udf: 0.1, cross: 0.06, equality: 0.4, like: 0.25, list: 0.15, dated: 0.72, dateForms: [0.35, 0.2, 0.25, 0.1, 0.1], cte: 0.35, odd: 0.02, insert: 0, patience: { median: 280, sigma: 0.5 } },
  { name: 'bi tool', isClocked: false, weekend: 0.12, share: 0.2, perTemplate: 1, tables: [0.3, 0.35, 0.25, 0.1], star: 0.05, group: 0.75, distinct: 0.24, window: 0.2, sort: 0.5, limit: 0.35, udf: 0.03, cross: 0.012, equality: 0.5, like: 0.12, list: 0.4, dated: 0.85, dateForms: [0.5, 0.4, 0, 0.1, 0], cte: 0.5, odd: 0, insert: 0, patience: { median: 175, sigma: 0.5 } },
  { name: 'job', isClocked: true, weekend: 1, share: 0.14, perTemplate: 0.6, tables: [0.4, 0.3, 0.2, 0.1], star: 0.15, group: 0.4, distinct: 0.3, window: 0.5, sort: 0.1, limit: 0, udf: 0.12, cross: 0.024, equality: 0.25, like: 0.08, list: 0.1, dated: 0.8, dateForms: [0.3, 0, 0.05, 0.25, 0.4], cte: 0.4, odd: 0.15, insert: 0.7, patience: null },
] as const;
export type Application = (typeof APPLICATIONS)[number];

export const templates = {
  sensitive: 0.12 /* of the templates: whoever asks chooses the dates, and with them the cost */,
  sensitiveSpan: { days: 1_095, shortness: 1.3 } /* exp(u ^ 1.3 · ln 1,095): half the spans are below 18 days */,
  sensitiveGb: 100 /* the table whose dates matter has so much at least */,
  /** Days that other templates look back, and how many do. */
  span: { days: [1, 7, 30, 90, 365], shares: [0.35, 0.3, 0.2, 0.1, 0.05] },
  alsoDated: 0.6 /* of the joined tables with partitions, in a template with dates */,
  large: 1.4 /* by size, tables are asked for as u ^ 1.4 of the way down */,
  named: 10 /* columns of a table, at most */,
  byHand: 10 /* times the mean: no sensitive template is asked for more often */,
  popularity: { offset: 10, exponent: 0.9 } /* rate ~ (rank + 10) ^ −0.9 */,
  /** Shares of the queries that may be expensive, and how many of one template, to the queries a day of the mean template. */
  dear: { sensitive: 0.048, others: 0.006, ofOne: 0.4, drafts: 25 },
  notebookDays: 28 /* a notebook is worked on for four weeks and left */,
  elsewhere: 0.12 /* of its queries: somebody else of the workspace asks */,
} as const;

/** New templates over the old tables, and the end of those they replace. */
export const migration = {
  fromDay: 42,
  share: 0.27 /* of the traffic at the end of nine weeks; new notebooks come on top */,
  templates: 0.25,
  untilDay: 63,
  ofNewTables: 0.15,
  ofNewWorkspaces: 0.15,
  workspaces: 2 /* that nothing was asked in before */,
} as const;

/**
 * CPU-seconds, before what is peculiar to the template and to the day:
 *
 *   start + writes · (scan + joins + crossed + sorted + udf)
 *
 * of the gigabytes that its dates and its columns leave (`read`), and those of them that its filters keep (`kept`).
 */
export const cost = {
  startSeconds: 0.4,
  scanPerGb: 2.5,
  perFile: 0.01 /* seconds to open one */,
  like: 1.8 /* times the scan: every text is looked through */,
  keeps: { equality: 0.15, like: 0.4, perListItem: 0.02 },
  stopsEarly: { bare: 0.01, filtered: 0.15 } /* share read for a LIMIT that nothing has to be complete for */,
  join: {
    largerPerGb: 1,
    smallerPerGb: 3,
    broadcastGb: 1.5,
    shuffled: 3,
  } /* times, where neither side fits into memory */,
  crossPerGb2: 40 /* every row meets every row */,
  perGb: { group: 1.2, distinct: 2.5, window: 4, sort: 2 },
  groupedOut: 0.02 /* of what goes into GROUP BY comes out */,
  memoryGb: 3,
  spilled: { factor: 2, growth: 1 } /* times, the more the larger it is: to disk and back, pass after pass */,
  udfPerGb: 40 /* row by row, in another process */,
  writes: { select: 1, 'lateral view': 1.6, insert: 1.4 },
  templateSigma: 0.5 /* of the log, hidden: data shape, skew, an index nobody knows of */,
  noiseSigma: 0.3 /* of the log: the same query on the same data, another day */,
} as const;

/** Of a warehouse: what it has at night, and what office hours add; `noise` is that of a quarter of an hour. */
export const load = {
  least: 0.1,
  most: 0.95,
  office: [0.35, 0.85],
  weekend: 0.25,
  noise: 0.12,
  atAnyHour: 0.06,
} as const;

export const endings = {
  cacheKeeps: 0.27 /* of the results that would still be right */,
  changesMind: 0.012 /* of what people started: cancelled on the way, for no reason that could be seen */,
  fails: 0.003,
  /** What one query gets of its warehouse, by size. */
  cores: [6, 8, 12],
  heavyCores: 32,
  waitSeconds: 2 /* mean, at half load; ~ u / (1 − u) */,
} as const;

/** What people do when they are asked whether they mean it. A job cannot be asked. */
export const confirmed = { withdraws: 0.15, narrows: 0.35, toShare: 0.2, seconds: 20 } as const;

/** The late-data policy, one line a table: hours from an event until its row can be known. */
export const lagHours = {
  query_history: { median: 0.33, p99: 1.17 } /* after the end */,
  table_snapshots: { median: 0.004, p99: 0.016 } /* the Delta log itself */,
} as const;
export const loadKnownAfterMs = 30_000;
