import type { Commit, Table } from './catalog.ts';
import { cost as planted } from './planted.ts';
import type { Dates, Literals, QueryTree, Source } from './templates.ts';

/** What a query does. `logCpu`: log of CPU-seconds, before what is peculiar to the template and to the day. */
export type Work = Readonly<
  Record<'logCpu' | 'readBytes' | 'readFiles' | 'prunedFiles' | 'spilledBytes' | 'rows', number>
>;

/** What a query will do: `tables` and `commits` belong to `tree.sources`, one by one. The formula stands in `planted.ts`. */
export function workOf(
  tree: QueryTree,
  literals: Literals,
  tables: readonly Table[],
  commits: readonly Commit[],
): Work {
  const early = stopsEarly(tree);
  const reads = tree.sources.map((source, at) => {
    const share = early * partitionShare(source, literals.dates, commits[at]);
    const columnCount = tables[at].columns.length + Number(tables[at].partitionColumn !== null);
    const columnShare = tree.star ? 1 : namedColumns(tree, at) / columnCount;
    return { gb: (commits[at].bytes / 1e9) * share * columnShare, files: share * commits[at].files };
  });
  const sum = (of: (read: (typeof reads)[number]) => number) => reads.reduce((total, read) => total + of(read), 0);
  const looked = tree.filters.like === null ? 0 : reads[0].gb * (planted.like - 1);
  const scan = planted.scanPerGb * (sum(({ gb }) => gb) + looked) + planted.perFile * sum(({ files }) => files);
  const { flow, seconds: joined } = join(tree, [
    reads[0].gb * keptBy(tree, literals),
    ...reads.slice(1).map(({ gb }) => gb),
  ]);
  const { out, spilledGb, seconds: sorted } = sort(tree, flow);
  const udf = tree.udf ? flow * planted.udfPerGb : 0;
  const readFiles = Math.ceil(sum(({ files }) => files));
  return {
    logCpu: Math.log(planted.startSeconds + planted.writes[tree.kind] * (scan + joined + sorted + udf)),
    readBytes: Math.round(1e9 * sum(({ gb }) => gb)),
    readFiles,
    prunedFiles: commits.reduce((total, { files }) => total + files, 0) - readFiles,
    spilledBytes: Math.round(spilledGb * 1e9),
    rows: Math.min(Math.ceil(out * 2e6), tree.limit ? literals.limit : Number.POSITIVE_INFINITY),
  };
}

/** Share of the partitions that lie within the dates; all of them where there are none. */
export function partitionShare({ isDated }: Source, { fromDay, toDay }: Dates, commit: Commit): number {
  if (!isDated) return 1;
  const { lastDay, partitionDays } = commit;
  const days = Math.min(toDay, lastDay) - Math.max(fromDay, lastDay - partitionDays + 1) + 1;
  return Math.max(0, days) / partitionDays;
}

/** Columns a query names of a table: what it shows and filters, its dates, and what joins it. */
export function namedColumns({ sources }: QueryTree, at: number): number {
  const { columns, isDated } = sources[at];
  const isJoined = sources.some(({ join }, other) => other > 0 && join !== 'cross' && (at === 0 || at === other));
  return columns.length + Number(isDated) + Number(isJoined);
}

/** A LIMIT over plain rows: the first that are found will do. */
function stopsEarly({ limit, group, distinct, window, sort, sources, filters }: QueryTree): number {
  if (!limit || group || distinct || window || sort || sources.length > 1) return 1;
  const isFiltered = Object.values(filters).some((column) => column !== null);
  return isFiltered ? planted.stopsEarly.filtered : planted.stopsEarly.bare;
}

function keptBy({ filters: { equality, like, list } }: QueryTree, { listItems }: Literals): number {
  const { keeps } = planted;
  const ofList = list === null ? 1 : Math.min(1, listItems * keeps.perListItem);
  return (equality === null ? 1 : keeps.equality) * (like === null ? 1 : keeps.like) * ofList;
}

/** One table after the other to those before it. `flow` is how many gigabytes come out. */
function join({ sources }: QueryTree, kept: readonly number[]) {
  const { largerPerGb, smallerPerGb, broadcastGb, shuffled } = planted.join;
  let [flow, seconds] = [kept[0], 0];
  for (let at = 1; at < kept.length; at++) {
    const [smaller, larger] = flow < kept[at] ? [flow, kept[at]] : [kept[at], flow];
    if (sources[at].join === 'cross') {
      seconds += planted.crossPerGb2 * smaller * larger;
      flow = larger * (1 + Math.min(20, 10 * smaller));
      continue;
    }
    seconds += (larger * largerPerGb + smaller * smallerPerGb) * (smaller > broadcastGb ? shuffled : 1);
    flow = larger;
  }
  return { flow, seconds };
}

/** Everything that has to see all rows before it can give one. What does not fit into memory is dear. */
function sort(tree: QueryTree, flow: number) {
  const { perGb, groupedOut, memoryGb, spilled } = planted;
  const out = flow * (tree.group ? groupedOut : tree.distinct ? 0.3 : 1);
  const held = [
    { is: tree.group, work: flow * perGb.group, gb: 0.3 * flow },
    { is: tree.distinct, work: flow * perGb.distinct, gb: 0.5 * flow },
    { is: tree.window, work: flow * perGb.window, gb: flow },
    { is: tree.sort, work: out * perGb.sort * Math.log2(2 + out), gb: out },
  ].filter(({ is }) => is);
  return {
    out,
    spilledGb: held.reduce((sum, { gb }) => sum + Math.max(0, gb - memoryGb), 0),
    seconds: held.reduce(
      (sum, { work, gb }) => sum + work * (gb > memoryGb ? spilled.factor * (gb / memoryGb) ** spilled.growth : 1),
      0,
    ),
  };
}
