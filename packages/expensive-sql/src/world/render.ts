import { isoDate, MS_PER_DAY } from '@applied-modeling/synthetic';
import type { Table } from './catalog.ts';
import type { DateForm, Literals, QueryTree } from './templates.ts';

const isoDay = (day: number) => isoDate(day * MS_PER_DAY);

const MARK = '\u0001';
const slot = (name: keyof typeof SPELL) => `${MARK}${name}${MARK}`;

const SPELL = {
  from: ({ dates }: Literals) => isoDay(dates.fromDay),
  to: ({ dates }: Literals) => isoDay(dates.toDay),
  until: ({ dates }: Literals) => isoDay(dates.toDay + 1),
  days: ({ dates }: Literals) => String(dates.days),
  value: ({ salt }: Literals) => `v${salt % 97}`,
  pattern: ({ salt }: Literals) => `%${salt.toString(36)}%`,
  list: ({ salt, listItems }: Literals) =>
    Array.from({ length: listItems }, (_, item) => `'k${(salt + item * 7) % 1_000}'`).join(', '),
  limit: ({ limit }: Literals) => String(limit),
} as const;

/** Fills the gaps of a text: what stands between the literals, and their names, in turn. */
export function fill(text: readonly string[], literals: Literals): string {
  let filled = text[0];
  for (let at = 1; at < text.length; at += 2) filled += SPELL[text[at] as keyof typeof SPELL](literals) + text[at + 1];
  return filled;
}

/** How many ways there are to spell one template. */
export const STYLES = 27;

/** A template in a style: a text with gaps for its literals. Letters, layout and names change nothing of what the query is. */
export function textOf(tree: QueryTree, tables: readonly Table[], style: number): string[] {
  const [letters, layout, names] = [style % 3, Math.floor(style / 3) % 3, Math.floor(style / 9)];
  const cased = (part: string) => [part, part.toLowerCase(), part.toUpperCase()][letters];
  const laidOut = (part: string) => (layout === 1 ? part : part.replaceAll('\n', layout === 0 ? ' ' : '\n  '));
  const parts = statement(spell(tree, tables, names), CTES[names]).split(MARK);
  return parts.map((part, at) => (at % 2 === 1 ? part : laidOut(cased(part))));
}

const CTES = ['base', 'recent', 'q1'];

/** `name`: by which it can be asked for from outside. */
type Named = Readonly<Record<'sql' | 'name', string>>;

/** A tree with names for everything in it. */
interface Spelt {
  readonly tree: QueryTree;
  readonly tables: readonly Table[];
  /** With a dot at the end; a table alone needs none. */
  readonly aliases: readonly string[];
  readonly columns: readonly Named[];
}

function spell(tree: QueryTree, tables: readonly Table[], names: number): Spelt {
  const aliases = tree.sources.map((_, at) => {
    const short = tables[at].name.split('.')[1].slice(0, 3);
    return tree.sources.length === 1 ? '' : [`t${at}.`, `${'abcd'[at]}.`, `${short}_${at + 1}.`][names];
  });
  const columns = tree.sources.flatMap((source, at) =>
    source.columns.map((place) => {
      const name = tables[at].columns[place];
      return { sql: `${aliases[at]}${name}`, name: at === 0 ? name : `${name}_${at}` };
    }),
  );
  return { tree, tables, aliases, columns };
}

function statement(spelt: Spelt, cte: string): string {
  const { tree, tables, columns } = spelt;
  const core = select(spelt);
  if (tree.kind === 'insert') return `INSERT INTO ${tables[0].name}_copy\n${core}`;
  const outside = outputs(spelt).map(({ name }) => name);
  const sortedBy = !tree.star ? outside.at(-1) : tree.cte ? columns[0].name : columns[0].sql;
  const tail = `${tree.sort ? `\nORDER BY ${sortedBy} DESC` : ''}${tree.limit ? `\nLIMIT ${slot('limit')}` : ''}`;
  if (!tree.cte) return core + tail;
  return `WITH ${cte} AS (\n${core})\nSELECT ${tree.star ? '*' : outside.join(', ')}\nFROM ${cte}${tail}`;
}

function select(spelt: Spelt): string {
  const { tree, aliases } = spelt;
  const shown = outputs(spelt).map(({ sql, name }) => (sql.endsWith(name) ? sql : `${sql} AS ${name}`));
  const exploded = `\nLATERAL VIEW explode(split(${aliases[0]}account_id, '-')) exploded AS item`;
  const from = `${fromTables(spelt)}${tree.kind === 'lateral view' ? exploded : ''}${where(spelt)}`;
  const groups = groupsOf(spelt).map(({ sql }) => sql);
  const grouped = tree.group ? `\nGROUP BY ${groups.join(', ')}` : '';
  return `SELECT ${tree.distinct ? 'DISTINCT ' : ''}${shown.join(', ')}${from}${grouped}`;
}

/** At most two of the first table. */
function groupsOf({ tree, columns }: Spelt): readonly Named[] {
  return tree.group ? columns.slice(0, Math.min(2, tree.sources[0].columns.length)) : [];
}

/** What SELECT lists. */
function outputs(spelt: Spelt): readonly Named[] {
  const { tree, columns } = spelt;
  const [first, last, groups] = [columns[0].sql, columns.at(-1)!.sql, groupsOf(spelt)];
  const parsed = { sql: tree.group ? `max(udfs.parse_text(${first}))` : `udfs.parse_text(${first})`, name: 'parsed' };
  const place = { sql: `row_number() OVER (PARTITION BY ${first} ORDER BY ${last})`, name: 'place' };
  const totals = columns.slice(groups.length).map(({ sql }, nth) => {
    return { sql: `${['sum', 'max', 'count'][nth % 3]}(${sql})`, name: `total_${nth + 1}` };
  });
  const grouped = [...groups, ...totals, { sql: 'count(*)', name: 'queries' }];
  const shown = tree.star ? [{ sql: '*', name: '*' }] : tree.group ? grouped : columns;
  return [...shown, ...(tree.window ? [place] : []), ...(tree.udf ? [parsed] : [])];
}

function fromTables({ tree, tables, aliases }: Spelt): string {
  const items = tree.sources.map(({ join }, at) => {
    const table = `${tables[at].name}${aliases[at] === '' ? '' : ` AS ${aliases[at].slice(0, -1)}`}`;
    if (join === null) return `\nFROM ${table}`;
    if (join === 'cross') return `\nCROSS JOIN ${table}`;
    return `\n${join === 'left' ? 'LEFT JOIN' : 'JOIN'} ${table} ON ${aliases[at]}account_id = ${aliases[0]}account_id`;
  });
  return items.join('');
}

function where({ tree, tables, aliases }: Spelt): string {
  const { sources, filters } = tree;
  const filter = (place: number | null, condition: string) =>
    place === null ? [] : [`${aliases[0]}${tables[0].columns[place]} ${condition}`];
  const dates = sources.flatMap(({ isDated }, at) => (isDated ? [`${aliases[at]}${tables[at].partitionColumn}`] : []));
  const conditions = [
    ...dates.map((column) => dated(column, tree.dateForm!)),
    ...filter(filters.equality, `= '${slot('value')}'`),
    ...filter(filters.like, `LIKE '${slot('pattern')}'`),
    ...filter(filters.list, `IN (${slot('list')})`),
  ];
  return conditions.length === 0 ? '' : `\nWHERE ${conditions.join('\nAND ')}`;
}

function dated(column: string, form: DateForm): string {
  const spelt: Readonly<Record<DateForm, string>> = {
    range: `>= DATE '${slot('from')}' AND ${column} < DATE '${slot('until')}'`,
    between: `BETWEEN DATE '${slot('from')}' AND DATE '${slot('to')}'`,
    since: `>= '${slot('from')}'`,
    recent: `>= current_date - INTERVAL ${slot('days')} DAY`,
    day: `= '${slot('from')}'`,
  };
  return `${column} ${spelt[form]}`;
}
