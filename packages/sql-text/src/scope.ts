/** Whose a column is. */

/** A table, once for each time it stands in FROM. */
export interface Scan {
  readonly name: string;
  /** Names of columns that the query speaks of; null once a star reads all. */
  columns: Set<string> | null;
}

/** What stands in FROM under a name: a table, a subquery, a CTE, or a function (neither `scan` nor `outputs`). */
export interface Relation {
  /** In order of appearance, whatever it is called. */
  readonly id: number;
  /** `schema.table`, or the alias. */
  readonly path: readonly string[];
  readonly scan: Scan | null;
  readonly outputs: Outputs | null;
}

/** What a query hands to the one around it. */
export interface Outputs {
  readonly named: readonly Output[];
  /** Relations whose columns a star hands on. */
  readonly stars: readonly Relation[];
  readonly cte: Cte | null;
  /** A condition on an output is one on its column: not past LIMIT and windows, which see other rows then. */
  readonly passesConditions: boolean;
}

export interface Output {
  readonly name: string;
  /** Of which columns of which tables it is a plain copy. */
  readonly origins: readonly Origin[];
}

export interface Origin {
  readonly scan: Scan;
  readonly column: string;
  /** Conditions hold for a CTE only where it is used once. */
  readonly through: readonly Cte[];
}

export interface Cte {
  readonly name: string;
  readonly id: number;
  /** `WITH cte(columns)`. */
  readonly columns: readonly string[];
  outputs: Outputs | null;
  uses: number;
}

export interface Scope {
  readonly relations: Relation[];
  readonly outer: Scope | null;
  readonly ctes: readonly Cte[];
  readonly depth: number;
}

/** A name of a query: the relations it may belong to, and what it says past the name of the relation. */
export interface FoundColumn {
  readonly relations: readonly Relation[];
  readonly column: string;
  readonly fields: readonly string[];
}

/**
 * With a qualifier, the innermost relation of that name. Without one, the subquery that hands it out; else every table of the
 * innermost FROM that may have it: nobody here knows the columns of a table, and who asks for the range of the partition column
 * asks the table that has it.
 */
export function findColumn(names: readonly string[], scope: Scope): FoundColumn {
  for (let length = Math.min(3, names.length - 1); length > 0; length--) {
    for (let within: Scope | null = scope; within; within = within.outer) {
      const relation = within.relations.find(({ path }) => endsWith(path, names.slice(0, length)));
      if (relation) return { relations: [relation], column: names[length], fields: names.slice(length + 1) };
    }
  }
  const [column, ...fields] = names;
  for (let within: Scope | null = scope; within; within = within.outer) {
    const handing = within.relations.filter(({ outputs }) => outputs?.named.some(({ name }) => name === column));
    const relations = handing.length > 0 ? handing : within.relations.filter(mayHaveOther);
    if (relations.length > 0) return { relations, column, fields };
  }
  return { relations: [], column, fields };
}

const endsWith = (path: readonly string[], end: readonly string[]) =>
  path.length >= end.length && end.every((name, k) => path[path.length - end.length + k] === name);

const mayHaveOther = ({ outputs }: Relation) => outputs === null || outputs.stars.length > 0;

/** The columns of tables that a column of a relation is a copy of; each table once, however many ways lead there. */
export function originsOf(relation: Relation, column: string): Origin[] {
  const origins = new Map<Scan, Origin>();
  const seen = new Set<Outputs>();
  const open: { relation: Relation; through: readonly Cte[] }[] = [{ relation, through: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { scan, outputs } = next.relation;
    if (scan) origins.set(scan, { scan, column, through: next.through });
    if (!outputs?.passesConditions || seen.has(outputs)) continue;
    seen.add(outputs);
    const through = outputs.cte ? [...next.through, outputs.cte] : next.through;
    const output = outputs.named.find(({ name }) => name === column);
    for (const origin of output?.origins ?? []) {
      origins.set(origin.scan, { ...origin, through: [...origin.through, ...through] });
    }
    if (!output) for (const star of outputs.stars) open.push({ relation: star, through });
  }
  return [...origins.values()];
}

/** What stands for the name in a fingerprint: numbers in order of appearance instead of aliases and names of CTEs. */
export function nameless({ relations, column, fields }: FoundColumn): string[] {
  const positions = relations.map(({ outputs }) => outputs?.named.findIndex(({ name }) => name === column) ?? -1);
  const owners = relations.map(({ id }, k) => (positions[k] < 0 ? `#${id}` : `#${id}.${positions[k]}`));
  return positions.length > 0 && positions.every((position) => position >= 0)
    ? [...owners, ...fields]
    : [...owners, column, ...fields];
}
