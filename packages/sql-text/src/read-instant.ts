import { type AstNode, nodesOf } from './ast.ts';

/** What a literal of a template is in one text, and when that was submitted. */
export interface Given {
  readonly text: string;
  readonly spans: readonly (readonly number[])[];
  /** Since 1970. */
  readonly nowDays: number;
}

/** Which literal of the template a constant is; the reader knows by where it stands. */
export interface Literal {
  readonly index: number;
  readonly isNegative: boolean;
}
export type Literals = ReadonlyMap<AstNode, Literal>;

/** Days since 1970, whole where the text says a day and no time; NaN where it cannot be told. `item`: of an IN list. */
export type Instant = (given: Given, item: number) => number;

/**
 * Reads an expression as a point in time: dates and timestamps in quotes, `current_date` and `now()`, and what is added to or
 * subtracted from them, in the words of DuckDB, Databricks and the standard. Null where it is anything else.
 */
export function readInstant(node: AstNode, literals: Literals, depth = 0): Instant | null {
  if (depth > DEEPEST) return null;
  const literal = literals.get(node);
  if (literal) return (given, item) => parseDay(literalText(given, literal.index, item));
  const inner = (child: AstNode | undefined) => (child ? readInstant(child, literals, depth + 1) : null);
  if (node.class === 'CAST') {
    const id = (node.cast_type as { id: string }).id;
    return id === 'DATE' || id.startsWith('TIMESTAMP') ? floorIf(id === 'DATE', inner(node.child as AstNode)) : null;
  }
  const name = node.class === 'COLUMN_REF' ? (node.column_names as string[])[0] : node.function_name;
  if (CLOCKS.has(name as string)) return (given) => given.nowDays;
  if (TODAY.has(name as string)) return (given) => Math.floor(given.nowDays);
  if (node.class !== 'FUNCTION') return null;
  const children = nodesOf(node.children);
  if (name === 'date' || name === 'to_date') return floorIf(true, inner(children[0]));
  if (name === 'timestamp' || name === 'to_timestamp') return inner(children[0]);
  if (name === 'date_trunc') return truncate(children[0], inner(children[1]), literals);
  return readShifted(name as string, children, inner, literals);
}

const DEEPEST = 20;
const CLOCKS: ReadonlySet<string> = new Set([
  'now',
  'current_timestamp',
  'localtimestamp',
  'getdate',
  'get_current_timestamp',
]);
const TODAY: ReadonlySet<string> = new Set(['current_date', 'today', 'curdate']);

export const isClock = (name: string): boolean => CLOCKS.has(name) || TODAY.has(name);

const floorIf = (isDay: boolean, instant: Instant | null): Instant | null =>
  instant && isDay ? (given, item) => Math.floor(instant(given, item)) : instant;

/** The text of a literal, without its quotes. */
export function literalText({ text, spans }: Given, index: number, item: number): string {
  const span = spans[index];
  const quotes = text[span[2 * item]] === "'" ? 1 : 0;
  return text.slice(span[2 * item] + quotes, span[2 * item + 1] - quotes);
}

const DAY = /^\s*(\d{4})(-?)(\d{2})\2(\d{2})(?!\d)(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/;

/** `2026-03-01`, `20260301`, and with a time behind it. */
function parseDay(text: string): number {
  const parts = DAY.exec(text);
  if (!parts) return Number.NaN;
  const [, year, , month, day, hours = 0, minutes = 0, seconds = 0] = parts;
  return Date.UTC(+year, +month - 1, +day, +hours, +minutes, +seconds) / MS_PER_DAY;
}

const MS_PER_DAY = 86_400_000;

/** `x - INTERVAL 7 DAY`, `current_date - 7`, `date_sub(x, 7)`, `dateadd(day, -7, x)`, `add_months(x, -1)`. */
function readShifted(
  name: string,
  children: readonly AstNode[],
  inner: (child: AstNode | undefined) => Instant | null,
  literals: Literals,
): Instant | null {
  const sign = name === '-' || name === 'date_sub' ? -1 : 1;
  const [first, second, third] = children;
  if (name === '-' || name === '+' || ((name === 'date_sub' || name === 'date_add') && !third)) {
    return shifted(inner(first), readShift(second, literals), sign);
  }
  if (name === 'add_months') return shifted(inner(first), times(readNumber(second, literals), UNITS.month), 1);
  if (!DATE_ADDERS.has(name)) return null;
  const unit = UNITS[unitName((first?.column_names as string[] | undefined)?.[0] ?? '')];
  return unit ? shifted(inner(third), times(readNumber(second, literals), unit), sign) : null;
}

/** Their first argument, the unit, looks like a column. */
export const DATE_ADDERS: ReadonlySet<string> = new Set([
  'dateadd',
  'date_add',
  'timestampadd',
  'datediff',
  'timestampdiff',
]);

/** Months, then days. */
type Shift = readonly [months: number, days: number];
type ReadShift = (given: Given, item: number) => Shift;

const UNITS: Readonly<Record<string, Shift>> = {
  ...{ second: [0, 1 / 86_400], minute: [0, 1 / 1440], hour: [0, 1 / 24], day: [0, 1], week: [0, 7] },
  ...{ month: [1, 0], quarter: [3, 0], year: [12, 0] },
};

const unitName = (word: string) => word.toLowerCase().replace(/^to_/, '').replace(/s$/, '');

function readShift(node: AstNode | undefined, literals: Literals): ReadShift | null {
  if (!node) return null;
  const unit = UNITS[unitName(String(node.function_name ?? ''))];
  if (unit) return times(readNumber(nodesOf(node.children)[0], literals), unit);
  const literal = node.class === 'CAST' && literals.get(node.child as AstNode);
  if (!literal) return times(readNumber(node, literals), UNITS.day);
  return (given, item) => sumOfUnits(literalText(given, literal.index, item).slice(0, 100));
}

/** `7 days`, `1 month 3 days`. */
function sumOfUnits(text: string): Shift {
  let [months, days] = [0, 0];
  for (const [, count, word] of text.matchAll(/([+-]?\d+) *([a-z]+)/gi)) {
    const [unitMonths, unitDays] = UNITS[unitName(word)] ?? [Number.NaN, Number.NaN];
    months += Number(count) * unitMonths;
    days += Number(count) * unitDays;
  }
  return [months, days];
}

const times = (count: ((given: Given, item: number) => number) | null, [months, days]: Shift): ReadShift | null =>
  count &&
  ((given, item) => {
    const n = count(given, item);
    return [n * months, n * days];
  });

/** DuckDB writes `INTERVAL 7 DAY` as to_days(trunc(7::DOUBLE)::INTEGER). */
function readNumber(node: AstNode | undefined, literals: Literals): ((given: Given, item: number) => number) | null {
  let inner = node;
  while (inner?.class === 'CAST' || inner?.function_name === 'trunc') {
    inner = inner.class === 'CAST' ? (inner.child as AstNode) : nodesOf(inner.children)[0];
  }
  const literal = inner && literals.get(inner);
  if (!literal) return null;
  const sign = literal.isNegative ? -1 : 1;
  return (given, item) => sign * Number(literalText(given, literal.index, item));
}

const shifted = (instant: Instant | null, shift: ReadShift | null, sign: number): Instant | null =>
  instant &&
  shift &&
  ((given, item) => {
    const [months, days] = shift(given, item);
    return addMonths(instant(given, item), sign * months) + sign * days;
  });

/** 31 March and a month less is the last of February. */
function addMonths(day: number, months: number): number {
  if (months === 0) return day;
  const date = new Date(day * MS_PER_DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const start = Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / MS_PER_DAY;
  return start + (day - Math.floor(day));
}

function truncate(unit: AstNode, instant: Instant | null, literals: Literals): Instant | null {
  const literal = literals.get(unit);
  if (!literal || !instant) return null;
  return (given, item) => {
    const day = Math.floor(instant(given, item));
    const date = new Date(day * MS_PER_DAY);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    switch (unitName(literalText(given, literal.index, 0))) {
      case 'day':
        return day;
      case 'week':
        return day - ((date.getUTCDay() + 6) % 7);
      case 'month':
        return Date.UTC(year, month, 1) / MS_PER_DAY;
      case 'quarter':
        return Date.UTC(year, month - (month % 3), 1) / MS_PER_DAY;
      case 'year':
        return Date.UTC(year, 0, 1) / MS_PER_DAY;
      default:
        return Number.NaN;
    }
  };
}
