import { type AstNode, nodesOf } from './ast.ts';
import type { Counted, DayRange } from './query.ts';
import { DATE_ADDERS, type Given, isClock, type Literal } from './read-instant.ts';
import { type Cte, type FoundColumn, findColumn, nameless, type Relation, type Scan, type Scope } from './scope.ts';

/** What a walk over a query has found so far. */
export interface Findings {
  readonly counts: Record<Counted, number>;
  readonly scans: Scan[];
  readonly bounds: Bound[];
  readonly inLists: AstNode[];
  readonly columns: Map<AstNode, FoundColumn>;
  readonly literals: Map<AstNode, Literal>;
  /** By where a constant stands. */
  readonly literalAt: ReadonlyMap<number, Literal>;
  readonly functions: KnownFunctions;
  relations: number;
  ctes: number;
}

export interface Bound {
  readonly scan: Scan;
  readonly column: string;
  readonly through: readonly Cte[];
  readonly range: (given: Given) => DayRange;
}

export interface KnownFunctions {
  readonly aggregates: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** Names that a clause knows beside the columns: the aliases of the select list, by their position. */
export type Aliases = ReadonlyMap<string, number>;
export const NO_ALIASES: Aliases = new Map();

/**
 * Says of every name in some expressions whose it is, counts what there is to count, and puts numbers in the place of names and
 * `?` in that of literals, for the fingerprint. Hands back the subqueries, unread.
 */
export function bindExpressions(findings: Findings, roots: unknown, scope: Scope, aliases: Aliases): AstNode[] {
  const subqueries: AstNode[] = [];
  const open: unknown[] = [roots];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const node = next as AstNode;
    if (node.class === 'SUBQUERY') subqueries.push((node.subquery as { node: AstNode }).node);
    const parts = Array.isArray(next) ? next : bindNode(findings, node, scope, aliases);
    for (let k = parts.length - 1; k >= 0; k--) open.push(parts[k]);
  }
  return subqueries;
}

export const IN_LISTS: ReadonlySet<string> = new Set(['COMPARE_IN', 'COMPARE_NOT_IN']);

/** Its parts that are still to be bound. */
function bindNode(findings: Findings, node: AstNode, scope: Scope, aliases: Aliases): readonly unknown[] {
  const { counts } = findings;
  switch (node.class) {
    case 'COLUMN_REF':
      bindColumn(findings, node, scope, aliases);
      return [];
    case 'CONSTANT':
      bindConstant(findings, node);
      return [];
    case 'STAR':
      bindStar(findings, node, scope);
      return [];
    case 'FUNCTION':
      countFunction(findings, node);
      return [
        DATE_ADDERS.has(node.function_name as string) ? nodesOf(node.children).slice(-2) : node.children,
        node.order_bys,
        node.filter,
      ];
    case 'WINDOW':
      counts.windows++;
      break;
    case 'COMPARISON':
      if (node.type === 'COMPARE_EQUAL') counts.equalities++;
      counts.conditions++;
      break;
    case 'BETWEEN':
      counts.conditions++;
      break;
    case 'OPERATOR':
      if (IN_LISTS.has(node.type)) findings.inLists.push(node);
      if (node.type.startsWith('COMPARE_') || node.type.endsWith('_NULL')) counts.conditions++;
      break;
    case 'SUBQUERY':
      counts.subqueries++;
      if (node.subquery_type !== 'SCALAR') counts.conditions++;
      return [node.child];
    case 'CAST':
      hideBoolean(node);
      break;
  }
  return Object.values(node);
}

function bindColumn(findings: Findings, node: AstNode, scope: Scope, aliases: Aliases): void {
  const names = node.column_names as string[];
  if (names.length === 1 && isClock(names[0])) return;
  const position = names.length === 1 ? aliases.get(names[0]) : undefined;
  if (position === undefined) node.column_names = readColumn(findings, node, names, scope);
  else node.column_names = [`#${position}`];
}

/** Adds a name to the columns that its tables are read for; gives what stands for it in the fingerprint. */
export function readColumn(findings: Findings, node: AstNode, names: readonly string[], scope: Scope): string[] {
  const found = findColumn(names, scope);
  findings.counts.columns++;
  findings.columns.set(node, found);
  for (const { scan } of found.relations) scan?.columns?.add(found.column);
  return nameless(found);
}

function bindConstant(findings: Findings, node: AstNode): void {
  const literal = findings.literalAt.get(node.query_location ?? 0);
  if (!literal) return;
  findings.literals.set(node, literal);
  node.value = '?';
}

/** TRUE and FALSE are literals that the skeleton keeps. */
function hideBoolean(node: AstNode): void {
  const child = node.child as AstNode;
  const isLiteral = (node.cast_type as { id: string }).id === 'BOOLEAN' && child.class === 'CONSTANT';
  if (isLiteral) child.value = '?';
}

function bindStar(findings: Findings, node: AstNode, scope: Scope): void {
  findings.counts.stars++;
  const relations = starred(node, scope);
  for (const { scan } of relations) if (scan) scan.columns = null;
  if (node.relation_name) node.relation_name = relations.map(({ id }) => `#${id}`).join();
}

/** The relations that a star stands for. */
export function starred(node: AstNode, scope: Scope): readonly Relation[] {
  if (!node.relation_name) return scope.relations;
  for (let within: Scope | null = scope; within; within = within.outer) {
    const named = within.relations.filter(({ path, id }) =>
      [path.at(-1), `#${id}`].includes(node.relation_name as string),
    );
    if (named.length > 0) return named;
  }
  return [];
}

const LIKES: ReadonlySet<string> = new Set([
  ...['~~', '!~~', '~~*', '!~~*', '~~~', 'like_escape', 'not_like_escape', 'ilike_escape', 'not_ilike_escape'],
  ...['regexp_matches', 'regexp_full_match', 'regexp_like', 'rlike'],
]);

function countFunction({ counts, functions }: Findings, node: AstNode): void {
  const name = node.function_name as string;
  const isOwn = node.schema !== undefined && node.schema !== 'main';
  if (LIKES.has(name)) {
    counts.likes++;
    counts.conditions++;
  } else if (!isOwn && functions.aggregates.has(name)) {
    counts.aggregates++;
    if (node.distinct) counts.distincts++;
  } else if (!node.is_operator) {
    counts.functions++;
    if (isOwn || !functions.others.has(name)) counts.unknown_functions++;
  }
}
