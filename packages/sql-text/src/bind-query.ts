import { type AstNode, conjuncts, nodesOf } from './ast.ts';
import { type Aliases, bindExpressions, type Findings, NO_ALIASES, readColumn, starred } from './bind-expressions.ts';
import { dayBounds } from './day-bounds.ts';
import { type Cte, type Output, type Outputs, originsOf, type Relation, type Scope } from './scope.ts';

/**
 * Reads a query, the queries in it included: which tables it reads, what its conditions leave of their days, how much of what it
 * has. Every name is looked up where SQL would look it up. Throws a RangeError where queries are nested more than 100 deep.
 */
export function bindQuery(findings: Findings, query: AstNode, outer: Scope | null, visible: readonly Cte[]): Outputs {
  const depth = (outer?.depth ?? 0) + 1;
  if (depth > DEEPEST) throw new RangeError(`query nested more than ${DEEPEST} deep`);
  const ctes = bindCtes(findings, query, outer, visible);
  const scope: Scope = { relations: [], outer, ctes, depth };
  if (query.type === 'SELECT_NODE') return bindSelect(findings, query, scope);
  const left = bindQuery(findings, query.left as AstNode, scope, ctes);
  if (query.type === 'RECURSIVE_CTE_NODE') handOut(ctes.at(-1)!, left, false);
  const right = bindQuery(findings, query.right as AstNode, scope, ctes);
  findings.counts.set_operations++;
  bindModifiers(findings, query, scope, new Map(left.named.map(({ name }, k) => [name, k])));
  const named = left.named.map(({ name, origins }, k) => ({
    name,
    origins: [...origins, ...(right.named[k]?.origins ?? [])],
  }));
  return { named, stars: [...left.stars, ...right.stars], cte: null, passesConditions: !limits(query) };
}

const DEEPEST = 100;

/** Each CTE sees those before it, and itself only where it is recursive: `WITH t AS (SELECT * FROM t)` reads a table. */
function bindCtes(findings: Findings, query: AstNode, outer: Scope | null, visible: readonly Cte[]): readonly Cte[] {
  const ctes = [...visible];
  for (const entry of (query.cte_map as { map?: CteEntry[] } | undefined)?.map ?? []) {
    const { aliases: columns = [], query: body } = entry.value;
    const cte: Cte = { name: entry.key, id: findings.ctes++, columns, outputs: null, uses: 0 };
    const isRecursive = body.node.type === 'RECURSIVE_CTE_NODE';
    const around = outer && { ...outer, depth: outer.depth + 1 };
    handOut(cte, bindQuery(findings, body.node, around, isRecursive ? [...ctes, cte] : ctes), !isRecursive);
    findings.counts.ctes++;
    entry.key = '';
    body.node.cte_name = '';
    ctes.push(cte);
  }
  return ctes;
}

interface CteEntry {
  key: string;
  readonly value: { readonly query: { readonly node: AstNode }; readonly aliases?: readonly string[] };
}

function handOut(cte: Cte, outputs: Outputs, passes: boolean): void {
  cte.outputs = { ...renamed(outputs, cte.columns), cte, passesConditions: outputs.passesConditions && passes };
}

/** Behind a star nobody knows which column a new name is for. */
function renamed(outputs: Outputs, names: readonly string[] = []): Outputs {
  if (names.length > 0 && outputs.stars.length > 0) return { ...outputs, named: [], passesConditions: false };
  return { ...outputs, named: outputs.named.map((output, k) => ({ ...output, name: names[k] ?? output.name })) };
}

function bindSelect(findings: Findings, select: AstNode, scope: Scope): Outputs {
  const { counts } = findings;
  const windowsBefore = counts.windows;
  const joins = bindFrom(findings, select.from_table as AstNode, scope);
  const list = nodesOf(select.select_list);
  const conditions = joins.map(({ condition }) => condition);
  bindAll(findings, [list, select.where_clause, conditions], scope, NO_ALIASES);
  const aliases = new Map(list.flatMap(({ alias }, k) => (alias ? [[alias as string, k] as const] : [])));
  bindAll(findings, [select.group_expressions, select.having, select.qualify], scope, aliases);
  bindModifiers(findings, select, scope, aliases);
  counts.groups += nodesOf(select.group_expressions).length;
  counts.cross_joins += countCrossJoins(findings, joins, select.where_clause as AstNode | undefined);
  addBounds(findings, select.where_clause as AstNode | undefined, scope.relations);
  for (const { condition, bounded } of joins) addBounds(findings, condition, bounded);
  return {
    named: list.filter((item) => item.class !== 'STAR').map((item) => outputOf(findings, item)),
    stars: list.filter((item) => item.class === 'STAR').flatMap((item) => starred(item, scope)),
    cte: null,
    passesConditions: counts.windows === windowsBefore && !limits(select),
  };
}

function outputOf(findings: Findings, item: AstNode): Output {
  const found = findings.columns.get(item);
  const name = (item.alias as string | undefined) ?? found?.fields.at(-1) ?? found?.column ?? '';
  if (!found || found.fields.length > 0) return { name, origins: [] };
  return { name, origins: found.relations.flatMap((relation) => originsOf(relation, found.column)) };
}

function bindAll(findings: Findings, roots: unknown, scope: Scope, aliases: Aliases): void {
  for (const query of bindExpressions(findings, roots, scope, aliases)) bindQuery(findings, query, scope, scope.ctes);
}

const limits = (query: AstNode) => nodesOf(query.modifiers).some(({ type }) => type.startsWith('LIMIT'));

function bindModifiers(findings: Findings, query: AstNode, scope: Scope, aliases: Aliases): void {
  const { counts } = findings;
  for (const modifier of nodesOf(query.modifiers)) {
    if (modifier.type === 'ORDER_MODIFIER') counts.sorts++;
    else if (modifier.type === 'DISTINCT_MODIFIER') counts.distincts++;
    else counts.limits++;
  }
  bindAll(findings, query.modifiers, scope, aliases);
}

/** What a join asks, and of which relations only rows that answer are kept. */
interface Join {
  readonly node: AstNode;
  readonly condition: AstNode | undefined;
  readonly bounded: readonly Relation[];
}

/** Chains of joins lean to the left: a loop walks them, whatever their length. */
function bindFrom(findings: Findings, table: AstNode, scope: Scope): Join[] {
  const chain: AstNode[] = [];
  let leftmost = table;
  for (; leftmost.type === 'JOIN'; leftmost = leftmost.left as AstNode) chain.push(leftmost);
  const first = scope.relations.length;
  bindRelation(findings, leftmost, scope);
  return chain.reverse().flatMap((node) => {
    const left = scope.relations.slice(first);
    const inner = bindFrom(findings, node.right as AstNode, scope);
    const right = scope.relations.slice(first + left.length);
    const { join_type: type, using_columns: using } = node as { join_type?: string; using_columns?: string[] };
    findings.counts.joins++;
    if (type === 'LEFT' || type === 'RIGHT' || type === 'OUTER') findings.counts.outer_joins++;
    if (using) node.using_columns = using.map((name) => readColumn(findings, node, [name], scope).join('.'));
    const bounded = BOUNDED_SIDES[type ?? 'INNER'] ?? '';
    const relations = [...(bounded.includes('l') ? left : []), ...(bounded.includes('r') ? right : [])];
    return [...inner, { node, condition: node.condition as AstNode | undefined, bounded: relations }];
  });
}

/** An outer join keeps rows whatever its condition says: l and r are the sides that do not. */
const BOUNDED_SIDES: Readonly<Record<string, string>> = { INNER: 'lr', SEMI: 'lr', LEFT: 'r', ANTI: 'r', RIGHT: 'l' };

function bindRelation(findings: Findings, table: AstNode, scope: Scope): void {
  const add = (path: readonly string[], relation: Partial<Relation>) => {
    const alias = table.alias as string | undefined;
    scope.relations.push({
      id: findings.relations++,
      path: alias ? [alias] : path,
      scan: null,
      outputs: null,
      ...relation,
    });
  };
  if (table.type === 'SUBQUERY') {
    findings.counts.subqueries++;
    const outputs = bindQuery(findings, (table.subquery as { node: AstNode }).node, scope, scope.ctes);
    add([], { outputs: renamed(outputs, table.column_name_alias as string[] | undefined) });
  } else if (table.type === 'BASE_TABLE') {
    const [schema, name] = [table.schema_name as string | undefined, (table.table_name as string | undefined) ?? ''];
    const cte = schema ? undefined : scope.ctes.findLast((one) => one.name === name);
    if (cte) {
      cte.uses++;
      table.table_name = `#${cte.id}`;
      add([name], { outputs: cte.outputs });
      return;
    }
    const scan = { name: schema ? `${schema}.${name}` : name, columns: new Set<string>() };
    findings.counts.tables++;
    findings.scans.push(scan);
    add(schema ? [schema, name] : [name], { scan });
  } else if (table.type !== 'EMPTY') {
    if (table.source) bindRelation(findings, table.source as AstNode, scope);
    const { source, ...expressions } = table;
    bindAll(findings, Object.values(expressions), scope, NO_ALIASES);
    add([String((table.function as AstNode | undefined)?.function_name ?? '')], {});
  }
}

/** Joins that no condition ties: a comma with an equality of two tables in WHERE is a join like any other. */
function countCrossJoins(findings: Findings, joins: readonly Join[], where: AstNode | undefined): number {
  const crossed = joins.filter(
    ({ node }) => node.ref_type === 'CROSS' && (node.right as AstNode).type !== 'TABLE_FUNCTION',
  );
  const ties = conjuncts(where).filter(({ type, left, right }) => {
    const sides = [left, right].map((side) => findings.columns.get(side as AstNode)?.relations[0]);
    return type === 'COMPARE_EQUAL' && sides[0] && sides[1] && sides[0] !== sides[1];
  });
  return Math.max(0, crossed.length - ties.length);
}

function addBounds(findings: Findings, condition: AstNode | undefined, bounded: readonly Relation[]): void {
  if (!condition) return;
  for (const { column, range } of dayBounds(condition, findings.literals)) {
    const found = findings.columns.get(column);
    if (!found || found.fields.length > 0) continue;
    for (const relation of found.relations.filter((one) => bounded.includes(one))) {
      for (const origin of originsOf(relation, found.column)) findings.bounds.push({ ...origin, range });
    }
  }
}
