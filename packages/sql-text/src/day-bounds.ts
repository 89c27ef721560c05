import { type AstNode, conjuncts, nodesOf } from './ast.ts';
import type { DayRange } from './query.ts';
import { type Given, type Instant, isClock, type Literals, readInstant } from './read-instant.ts';

/** What one condition leaves of a column, in one text. */
export interface DayBound {
  readonly column: AstNode;
  readonly range: (given: Given) => DayRange;
}

/**
 * The bounds that a condition puts on days: `>`, `>=`, `<`, `<=`, `=`, BETWEEN and IN of points in time. All of AND hold, so each
 * narrows; what stands under OR or NOT may not hold, and bounds nothing.
 */
export function dayBounds(condition: AstNode, literals: Literals): DayBound[] {
  return conjuncts(condition).flatMap((node) => {
    if (node.class === 'COMPARISON') return ofComparison(node, literals);
    if (node.class === 'BETWEEN') return ofBetween(node, literals);
    return node.type === 'COMPARE_IN' ? ofList(node, literals) : [];
  });
}

const MIRRORED: Readonly<Record<string, string>> = {
  COMPARE_GREATERTHAN: 'COMPARE_LESSTHAN',
  COMPARE_GREATERTHANOREQUALTO: 'COMPARE_LESSTHANOREQUALTO',
  COMPARE_LESSTHAN: 'COMPARE_GREATERTHAN',
  COMPARE_LESSTHANOREQUALTO: 'COMPARE_GREATERTHANOREQUALTO',
  COMPARE_EQUAL: 'COMPARE_EQUAL',
};

/** Of a day without a time, `> day` begins with the next and `< day` ends with the one before. */
const RANGES: Readonly<Record<string, (day: number) => DayRange>> = {
  COMPARE_GREATERTHAN: (day) => ({ from: Number.isInteger(day) ? day + 1 : Math.floor(day), to: Infinity }),
  COMPARE_GREATERTHANOREQUALTO: (day) => ({ from: Math.floor(day), to: Infinity }),
  COMPARE_LESSTHAN: (day) => ({ from: -Infinity, to: Math.ceil(day) - 1 }),
  COMPARE_LESSTHANOREQUALTO: (day) => ({ from: -Infinity, to: Math.floor(day) }),
  COMPARE_EQUAL: (day) => ({ from: Math.floor(day), to: Math.floor(day) }),
};

const UNBOUNDED: DayRange = { from: -Infinity, to: Infinity };

function ofComparison(node: AstNode, literals: Literals): DayBound[] {
  const [left, right] = [node.left as AstNode, node.right as AstNode];
  const isMirrored = columnOf(left) === null;
  const column = columnOf(isMirrored ? right : left);
  const instant = readInstant(isMirrored ? left : right, literals);
  const toRange = RANGES[(isMirrored ? MIRRORED[node.type] : node.type) ?? ''];
  return column && instant && toRange ? [bound(column, toRange, instant)] : [];
}

function ofBetween(node: AstNode, literals: Literals): DayBound[] {
  const column = columnOf(node.input as AstNode);
  const [lower, upper] = [node.lower, node.upper].map((end) => readInstant(end as AstNode, literals));
  if (!column) return [];
  return [
    ...(lower ? [bound(column, RANGES.COMPARE_GREATERTHANOREQUALTO, lower)] : []),
    ...(upper ? [bound(column, RANGES.COMPARE_LESSTHANOREQUALTO, upper)] : []),
  ];
}

function bound(column: AstNode, toRange: (day: number) => DayRange, instant: Instant): DayBound {
  const range = (given: Given) => {
    const day = instant(given, 0);
    return Number.isNaN(day) ? UNBOUNDED : toRange(day);
  };
  return { column, range };
}

/** From the first to the last of the list, where all of it are points in time. */
function ofList(node: AstNode, literals: Literals): DayBound[] {
  const [input, ...items] = nodesOf(node.children);
  const column = columnOf(input);
  const instants = items.map((item) => ({ instant: readInstant(item, literals), literal: literalIn(item, literals) }));
  if (!column || instants.some(({ instant }) => instant === null)) return [];
  const range = (given: Given) => {
    let [from, to] = [Infinity, -Infinity];
    for (const { instant, literal } of instants) {
      const count = literal === null ? 1 : given.spans[literal].length / 2;
      for (let item = 0; item < count; item++) {
        const day = Math.floor(instant!(given, item));
        if (Number.isNaN(day)) return UNBOUNDED;
        if (day < from) from = day;
        if (day > to) to = day;
      }
    }
    return { from, to };
  };
  return [{ column, range }];
}

/** The first literal of an item, which there are as many of as items were folded into it. */
export function literalIn(item: AstNode, literals: Literals): number | null {
  const open: unknown[] = [item];
  while (open.length > 0) {
    const node = open.pop();
    const literal = literals.get(node as AstNode);
    if (literal) return literal.index;
    if (typeof node === 'object' && node !== null) open.push(...Object.values(node).reverse());
  }
  return null;
}

/** A column, or the day of one. */
function columnOf(node: AstNode): AstNode | null {
  if (node.class === 'COLUMN_REF') return isClock((node.column_names as string[])[0]) ? null : node;
  const isTime = node.class === 'CAST' && /^(DATE|TIMESTAMP.*)$/.test((node.cast_type as { id: string }).id);
  if (isTime) return columnOf(node.child as AstNode);
  const isDay = node.function_name === 'date' || node.function_name === 'to_date';
  return isDay ? columnOf(nodesOf(node.children)[0]) : null;
}
