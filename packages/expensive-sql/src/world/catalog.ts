import * as synthetic from '@applied-modeling/synthetic';
import { drawsOf, ranksByLot } from './draws.ts';
import { migration, tables as planted } from './planted.ts';
import type { PopulationOptions } from './population.ts';

const { categorical, epochDay, lognormal, MS_PER_DAY, MS_PER_HOUR, normalQuantile, wholeWithin, within } = synthetic;

/**
 * A version of a table, as its log tells it. `partitionDays` are 1 for a table in one piece; `lastDay` is that of the newest
 * partition, in days since 1970.
 */
export interface Commit extends Readonly<Record<'ms' | 'bytes' | 'files' | 'partitionDays' | 'lastDay', number>> {
  /** What the last ANALYZE had counted; null where none ran. */
  readonly analyzed: { readonly ms: number; readonly bytes: number } | null;
}

export interface Table {
  readonly name: string;
  /** Without the partition column; the first is what tables are joined by. */
  readonly columns: readonly string[];
  readonly partitionColumn: string | null;
  readonly bornOn: number;
  /** By time; the first is older than the history, or the birth of the table. */
  readonly commits: readonly Commit[];
}

/** The newest version by then; of a table that is not born yet the first. */
export function commitAt({ commits }: Table, nowMs: number): Commit {
  return commits.findLast(({ ms }) => ms <= nowMs) ?? commits[0];
}

const SCHEMAS = ['sales', 'web', 'billing', 'ops', 'ml', 'finance', 'iot', 'support', 'ads', 'logistics'];
// biome-ignore format: read as a paragraph
const NOUNS = [
  'events', 'orders', 'sessions', 'clicks', 'invoices', 'payments', 'customers', 'accounts', 'products', 'devices', 'readings',
  'shipments', 'tickets', 'campaigns', 'refunds', 'contracts', 'stores', 'alerts', 'prices', 'visits',
];
// biome-ignore format: read as a paragraph
const COLUMNS = [
  'account_id', 'region', 'country', 'amount', 'status', 'channel', 'device', 'quantity', 'price', 'category', 'duration_ms',
  'currency', 'segment', 'source', 'score', 'city', 'plan', 'error_code', 'referrer', 'language', 'browser', 'weight', 'discount',
];
const PARTITION_COLUMNS = ['event_date', 'ds', 'day'];

/** Draws tables with all versions of a history. Their sizes are strata of one distribution, given out by lot. */
export function drawCatalog(random: synthetic.RandomStream, count: number, options: PopulationOptions): Table[] {
  const { medianGb, sigma, largestGb } = planted.bytes;
  return ranksByLot(count, (table) => random.uniform(table, 2)).map((rank, table) => {
    const gb = lognormal(medianGb, sigma, normalQuantile((rank + 0.5) / count));
    return drawTable(random, table, Math.min(largestGb, gb), options);
  });
}

function drawTable(
  random: synthetic.RandomStream,
  index: number,
  gb: number,
  { epoch, days }: PopulationOptions,
): Table {
  const draw = drawsOf(random, index, 0);
  const isLate = draw() < planted.bornLater;
  const bornOn = isLate ? wholeWithin([migration.fromDay, migration.fromDay + 10], draw()) : 0;
  const isPartitioned = gb > 500 || draw() < planted.partitioned;
  const columnCount = wholeWithin(planted.columns, draw()) - Number(isPartitioned);
  const turn = Math.floor(index / (SCHEMAS.length * NOUNS.length));
  const noun = NOUNS[Math.floor(index / SCHEMAS.length) % NOUNS.length];
  const partitionColumn = isPartitioned ? PARTITION_COLUMNS[categorical([0.6, 0.25, 0.15], draw())] : null;
  const everyDays = draw() < planted.weekly ? 7 : 1;
  const [smallest, largest] = planted.fileMb.map(Math.log);
  const fileBytes = 1e6 * Math.exp(within([smallest, largest], draw()));
  const [hour, oldest] = [7 * draw(), wholeWithin(planted.partitionDays, draw())];
  const isKept = draw() < planted.keepsForEver;
  const bytesOn = drawBytes(random, index, gb, days);
  const analyzedBy = drawAnalyses(random, index, bornOn);

  const commitOn = (day: number): Commit => {
    const ms = epoch + day * MS_PER_DAY + Math.round((hour + random.uniform(index, 1, day)) * MS_PER_HOUR);
    const [bytes, analyzed] = [bytesOn(day), analyzedBy(day)];
    const partitionDays = isPartitioned ? Math.max(1, oldest + (isKept ? day : 0)) : 1;
    const files = Math.max(partitionDays, Math.ceil(bytes / fileBytes));
    const counted = analyzed === null ? null : { ms: epoch + (analyzed + 0.5) * MS_PER_DAY, bytes: bytesOn(analyzed) };
    return { ms, bytes, files, partitionDays, lastDay: epochDay(ms), analyzed: counted };
  };
  const first = isLate ? bornOn : -1 - Math.floor(everyDays * draw());
  const versions = Math.ceil((days - first) / everyDays);
  return {
    name: `${SCHEMAS[index % SCHEMAS.length]}.${noun}${turn === 0 ? '' : `_${turn + 1}`}`,
    columns: Array.from({ length: columnCount }, (_, column) => COLUMNS[column] ?? `attribute_${column}`),
    partitionColumn,
    bornOn,
    commits: Array.from({ length: versions }, (_, nth) => commitOn(first + nth * everyDays)),
  };
}

/** Bytes on a day of the history or before it. */
function drawBytes(random: synthetic.RandomStream, index: number, gb: number, days: number): (day: number) => number {
  const { reload, growthDaily } = planted;
  const draw = drawsOf(random, index, 3);
  const growth = lognormal(growthDaily.median, growthDaily.sigma, normalQuantile(draw()));
  const u = draw() / reload.share;
  const reloadedOn = u < 1 ? Math.floor(u * days) : Number.POSITIVE_INFINITY;
  const isTruncated = draw() < reload.truncates || gb > reload.upToGb;
  const factor = isTruncated ? reload.truncated : within(reload.larger, draw());
  return (day) => {
    const usual = 1e9 * gb * Math.exp(growth * day + growthDaily.noise * random.normal(index, 4, day));
    return Math.round(day >= reloadedOn ? factor * usual : usual);
  };
}

/** The day of the last ANALYZE before a day; null without one. */
function drawAnalyses(random: synthetic.RandomStream, index: number, bornOn: number): (day: number) => number | null {
  const draw = drawsOf(random, index, 5);
  const every = planted.analyze.everyDays[categorical(planted.analyze.shares, draw())];
  const phase = -Math.ceil(every * draw());
  return (day) => {
    const last = Math.floor((day - 1 - phase) / every) * every + phase;
    return last >= bornOn || (bornOn === 0 && every < Number.POSITIVE_INFINITY) ? last : null;
  };
}
