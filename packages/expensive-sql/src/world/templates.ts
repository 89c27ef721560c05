import { categorical, wholeWithin } from '@applied-modeling/synthetic';
import type { Table } from './catalog.ts';
import { oneOf } from './draws.ts';
import { type cost, templates as planted } from './planted.ts';
import type { Life } from './population.ts';

/** How a condition on the partition column is spelt. */
const DATE_FORMS = ['range', 'between', 'since', 'recent', 'day'] as const;
export type DateForm = (typeof DATE_FORMS)[number];
export type Kind = keyof typeof cost.writes;

type Clause = 'star' | 'group' | 'distinct' | 'window' | 'sort' | 'limit' | 'udf' | 'cte';

/** A table in FROM. */
export interface Source {
  /** To those before it; null for the first. */
  readonly join: 'inner' | 'left' | 'cross' | null;
  readonly isDated: boolean;
  /** Columns that are named, by their place; those that join and the dates stand apart. */
  readonly columns: readonly number[];
}

/** What all queries of a template share: they differ in literals and in spelling. */
export interface QueryTree extends Readonly<Record<Clause, boolean>> {
  readonly kind: Kind;
  readonly sources: readonly Source[];
  /** Columns of the first table that conditions look at; null where none of its kind does. */
  readonly filters: Readonly<Record<'equality' | 'like' | 'list', number | null>>;
  readonly dateForm: DateForm | null;
}

/** Days since 1970, both ends included; the last is Infinity where no literal says it. `days` before today, where that is said. */
export type Dates = Readonly<Record<'fromDay' | 'toDay' | 'days', number>>;

/** The literals of one query. `salt` is what texts are drawn from. */
export interface Literals extends Readonly<Record<'listItems' | 'limit' | 'salt', number>> {
  readonly dates: Dates;
}

/** Draws what an application asks of some tables, the first of which its filters and its dates are about. */
export function drawTree(draw: () => number, { application, isSensitive }: Life, tables: readonly Table[]): QueryTree {
  const has = (chance: number) => draw() < chance;
  const odd = has(application.insert) ? 'insert' : 'lateral view';
  const kind = !isSensitive && has(application.odd) ? odd : 'select';
  const isDated = tables[0].partitionColumn !== null && (isSensitive || has(application.dated));
  const sources = tables.map(({ columns, partitionColumn }, at): Source => {
    const join = at === 0 ? null : has(application.cross) ? 'cross' : has(0.3) ? 'left' : 'inner';
    const isToo = isDated && partitionColumn !== null && (at === 0 || has(planted.alsoDated));
    return { join, isDated: isToo, columns: drawColumns(columns.length, draw) };
  });
  const filter = (chance: number) => (has(chance) ? oneOf(sources[0].columns, draw()) : null);
  const [isSelect, star] = [kind === 'select', has(application.star)];
  const group = !star && has(application.group);
  const isPlain = !star && !group;
  const shares = isSensitive ? [0.6, 0.4] : application.dateForms;
  return {
    ...{ kind, sources, star, group },
    distinct: isPlain && has(application.distinct),
    window: isPlain && has(application.window),
    sort: isSelect && has(application.sort),
    limit: isSelect && has(application.limit),
    udf: has(application.udf),
    cte: isSelect && has(application.cte),
    filters: { equality: filter(application.equality), like: filter(application.like), list: filter(application.list) },
    dateForm: isDated ? DATE_FORMS[categorical(shares, draw())] : null,
  };
}

/** Some, the first never among them: tables are joined by it. Those in front are asked for more often. */
function drawColumns(columns: number, draw: () => number): number[] {
  const count = Math.min(columns - 1, wholeWithin([1, Math.ceil(planted.named * draw())], draw()));
  const found = new Set<number>();
  while (found.size < count) found.add(1 + Math.floor(draw() ** 1.5 * (columns - 1)));
  return [...found];
}
