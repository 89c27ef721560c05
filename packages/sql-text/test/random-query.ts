import fc from 'fast-check';

/** Queries as trees of our own, and their texts in ways of writing that mean the same. */

export interface RandomQuery {
  /** Queries named by WITH; a source may read them. */
  readonly ctes: readonly RandomQuery[];
  readonly sources: readonly Source[];
  readonly items: readonly Item[];
  readonly conditions: readonly Condition[];
  readonly grouped: readonly Reference[];
  /** By which item; null for no order. */
  readonly orderedBy: number | null;
  readonly isLimited: boolean;
}
/** A table, one of the CTEs, or a query in parentheses. */
type Source = { readonly table: number } | { readonly cte: number } | { readonly query: RandomQuery };
interface Reference {
  readonly source: number;
  readonly column: number;
}
interface Item {
  readonly reference: Reference;
  readonly aggregate: 'sum' | 'max' | null;
}
interface Condition {
  readonly reference: Reference;
  readonly operator: '=' | '>=' | 'IN' | 'NOT IN' | 'BETWEEN' | 'LIKE' | 'IS NULL';
}

const reference: fc.Arbitrary<Reference> = fc.record({ source: fc.nat(3), column: fc.nat(3) });

export const randomQuery = (depth = 2): fc.Arbitrary<RandomQuery> => {
  const source: fc.Arbitrary<Source> =
    depth === 0
      ? fc.record({ table: fc.nat(3) })
      : fc.oneof(
          { weight: 3, arbitrary: fc.record({ table: fc.nat(3) }) },
          { weight: 1, arbitrary: fc.record({ cte: fc.nat(1) }) },
          { weight: 1, arbitrary: fc.record({ query: randomQuery(depth - 1) }) },
        );
  return fc.record({
    ctes: depth === 0 ? fc.constant([]) : fc.array(randomQuery(depth - 1), { maxLength: 2 }),
    sources: fc.array(source, { minLength: 1, maxLength: 3 }),
    items: fc.array(fc.record({ reference, aggregate: fc.constantFrom('sum' as const, 'max' as const, null) }), {
      minLength: 1,
      maxLength: 3,
    }),
    conditions: fc.array(
      fc.record({
        reference,
        operator: fc.constantFrom('=', '>=', 'IN', 'NOT IN', 'BETWEEN', 'LIKE', 'IS NULL'),
      }) as fc.Arbitrary<Condition>,
      { maxLength: 3 },
    ),
    grouped: fc.array(reference, { maxLength: 2 }),
    orderedBy: fc.option(fc.nat(2)),
    isLimited: fc.boolean(),
  });
};

/** Numbers between 0 and 1 that choose how things are written; all 0 is one way. */
export type Whims = () => number;

export const randomWhims: fc.Arbitrary<number> = fc.integer({ min: 1, max: 2 ** 31 });

export function whims(seed: number): Whims {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return seed === 0 ? 0 : state / 0x80000000;
  };
}

/** The same query for any whims. */
export function write(query: RandomQuery, whim: Whims): string {
  let names = 0;
  const name = () => `${whim() < 0.5 ? 'x' : 'name_'}${names++}_${Math.floor(whim() * 9)}`;
  return dress(tokensOf(query, name, whim, []), whim);
}

/** Of a source, what its columns are called. */
interface Named {
  readonly name: string;
  readonly columns: readonly string[];
}

const TABLE_COLUMNS = ['c0', 'c1', 'c2', 'c3'];

function tokensOf(
  query: RandomQuery,
  name: () => string,
  whim: Whims,
  outerCtes: readonly Named[],
  out?: string[],
): string[] {
  const ctes = [...outerCtes];
  const withs = query.ctes.flatMap((cte, k) => {
    const named = { name: name(), columns: cte.items.map(name) };
    const tokens = [
      k === 0 ? 'WITH' : ',',
      named.name,
      'AS',
      '(',
      ...tokensOf(cte, name, whim, ctes, named.columns as string[]),
      ')',
    ];
    ctes.push(named);
    return tokens;
  });
  const sources = query.sources.map((source) => nameSource(source, name, whim, ctes));
  const of = ({ source, column }: Reference): string[] => {
    const { name: owner, columns } = sources[source % sources.length].named;
    const isQualified = sources.length > 1 || whim() < 0.5;
    return [...(isQualified ? [owner, '.'] : []), columns[column % columns.length]];
  };
  const aliases = out ?? query.items.map(name);
  const list = query.items.flatMap(({ reference: item, aggregate }, k) => [
    ...(k > 0 ? [','] : []),
    ...(aggregate ? [aggregate, '(', ...of(item), ')'] : parenthesised(of(item), whim)),
    ...(whim() < 0.5 ? ['AS'] : []),
    aliases[k],
  ]);
  const from = sources.flatMap(({ tokens }, k) => [...(k > 0 ? ['CROSS', 'JOIN'] : []), ...tokens]);
  const where = query.conditions.flatMap((condition, k) => [
    k === 0 ? 'WHERE' : 'AND',
    ...conditionTokens(condition, of, whim),
  ]);
  const grouped = query.grouped
    .slice(0, sameColumn(query.grouped, sources) ? 1 : 2)
    .flatMap((one, k) => [...(k === 0 ? ['GROUP', 'BY'] : [',']), ...of(one)]);
  const ordered = query.orderedBy === null ? [] : ['ORDER', 'BY', aliases[query.orderedBy % aliases.length]];
  const limit = query.isLimited ? ['LIMIT', String(1 + Math.floor(whim() * 1000))] : [];
  return [...withs, 'SELECT', ...list, 'FROM', ...from, ...where, ...grouped, ...ordered, ...limit];
}

/** Grouping twice by a column, the parser drops one of the two only where both are written alike. */
function sameColumn([left, right]: readonly Reference[], sources: readonly { readonly named: Named }[]): boolean {
  if (!right) return false;
  const [a, b] = [left, right].map(({ source }) => sources[source % sources.length].named);
  return a === b && left.column % a.columns.length === right.column % b.columns.length;
}

function nameSource(source: Source, name: () => string, whim: Whims, ctes: readonly Named[]) {
  const as = () => (whim() < 0.5 ? ['AS'] : []);
  const alias = name();
  if ('query' in source) {
    const columns = source.query.items.map(name);
    const tokens = ['(', ...tokensOf(source.query, name, whim, ctes, columns), ')', ...as(), alias];
    return { tokens, named: { name: alias, columns } };
  }
  const cte = 'cte' in source && ctes.length > 0 ? ctes[source.cte % ctes.length] : null;
  if (cte) return { tokens: [cte.name, ...as(), alias], named: { name: alias, columns: cte.columns } };
  const table = `t${'table' in source ? source.table : source.cte}`;
  return { tokens: ['s', '.', table, ...as(), alias], named: { name: alias, columns: TABLE_COLUMNS } };
}

function conditionTokens(
  { reference: column, operator }: Condition,
  of: (one: Reference) => string[],
  whim: Whims,
): string[] {
  const literal = () =>
    whim() < 0.5 ? `'it''s ${Math.floor(whim() * 100)} -- /* x'` : String(Math.floor(whim() * 1e6) / 100);
  const left = parenthesised(of(column), whim);
  if (operator === 'IS NULL') return [...left, 'IS', 'NULL'];
  if (operator === 'BETWEEN') return [...left, 'BETWEEN', literal(), 'AND', literal()];
  if (operator !== 'IN' && operator !== 'NOT IN') return [...left, operator, literal()];
  const items = Array.from({ length: 1 + Math.floor(whim() * 5) }, literal);
  return [...left, ...operator.split(' '), '(', ...items.flatMap((item, k) => (k > 0 ? [',', item] : [item])), ')'];
}

const parenthesised = (tokens: readonly string[], whim: Whims) => (whim() > 0.8 ? ['(', ...tokens, ')'] : [...tokens]);

/** In any case, with anything between two tokens that SQL does not see. */
function dress(tokens: readonly string[], whim: Whims): string {
  const blanks = [' ', '  ', '\n\t', " /* a; /* ' */ */ ", ' -- " it\n', '\r\n', '/**/'];
  const cased = (token: string) => {
    if (token.startsWith("'")) return token;
    const isQuoted =
      /^[a-z_0-9]+$/.test(token) && /^[a-z]/.test(token) && !['sum', 'max'].includes(token) && whim() > 0.8;
    const written = whim() < 0.5 ? token : whim() < 0.5 ? token.toUpperCase() : token.toLowerCase();
    return isQuoted ? (whim() < 0.5 ? `"${written}"` : `\`${written}\``) : written;
  };
  return tokens.map((token) => cased(token) + blanks[Math.floor(whim() * blanks.length)]).join('');
}
