import { createHash } from 'node:crypto';
import { type Answer, type AstNode, nodesOf } from './ast.ts';
import { type Bound, type Findings, IN_LISTS, type KnownFunctions } from './bind-expressions.ts';
import { bindQuery } from './bind-query.ts';
import { literalIn } from './day-bounds.ts';
import {
  COUNTED,
  type Counted,
  type DayRange,
  type Query,
  type QueryKind,
  type QueryShape,
  type ScannedTable,
} from './query.ts';
import { type Given, type Literal, literalText } from './read-instant.ts';
import type { StrippedText } from './strip-literals.ts';

/** All that is known of a skeleton; what a text adds is its literals. */
export interface Template {
  readonly shape: QueryShape;
  readonly tables: readonly { readonly table: ScannedTable; readonly bounds: readonly Bound[] }[];
  /** Of each item left in an IN list its first literal, which stands for as many as were folded; null without one. */
  readonly inListItems: readonly (number | null)[];
  readonly limit: number | null;
}

const NO_COUNTS = Object.fromEntries(COUNTED.map((name) => [name, 0])) as Record<Counted, number>;

export function readTemplate(stripped: StrippedText, answer: string, functions: KnownFunctions): Template {
  const parsed: Answer = JSON.parse(answer);
  if (parsed.error) return opaque(stripped, parsed.error_type === 'not implemented' ? 'not-a-select' : 'syntax-error');
  const query = parsed.statements[0]?.node;
  const isSelect = parsed.statements.length === 1 && (query.from_table as AstNode | undefined)?.type !== 'SHOW_REF';
  if (!isSelect) return opaque(stripped, 'not-a-select');
  try {
    return understood(stripped, query, functions);
  } catch (failure) {
    if (failure instanceof RangeError) return opaque(stripped, 'syntax-error');
    throw failure;
  }
}

/** A template of which nothing is known but its skeleton. */
export function opaque({ skeleton }: StrippedText, kind: QueryKind): Template {
  const shape = { fingerprint: digest(`${kind} ${skeleton}`), kind, counts: NO_COUNTS };
  return { shape, tables: [], inListItems: [], limit: null };
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

function understood(stripped: StrippedText, query: AstNode, functions: KnownFunctions): Template {
  const findings: Findings = {
    ...{ counts: { ...NO_COUNTS }, scans: [], bounds: [], inLists: [], columns: new Map(), literals: new Map() },
    ...{ literalAt: literalsByPlace(stripped), functions, relations: 0, ctes: 0 },
  };
  bindQuery(findings, query, null, []);
  const limit = nodesOf(query.modifiers).find(({ type }) => type === 'LIMIT_MODIFIER')?.limit as AstNode | undefined;
  return {
    shape: { fingerprint: digest(JSON.stringify(query, fingerprinted)), kind: 'understood', counts: findings.counts },
    tables: findings.scans.map((scan) => ({
      table: { name: scan.name, columnsRead: scan.columns?.size ?? null, ranges: {} },
      bounds: findings.bounds.filter((bound) => bound.scan === scan && holds(bound)),
    })),
    inListItems: findings.inLists.flatMap((list) =>
      nodesOf(list.children)
        .slice(1)
        .map((item) => literalIn(item, findings.literals)),
    ),
    limit: (limit && findings.literals.get(limit)?.index) ?? null,
  };
}

/** A column called like a field of every object is none that anybody partitions by. */
const holds = ({ column, through }: Bound) => !(column in {}) && through.every(({ uses }) => uses === 1);

/** The parser counts bytes, and places a negative number at its sign. */
function literalsByPlace({ skeleton, places }: StrippedText): Map<number, Literal> {
  const byPlace = new Map<number, Literal>();
  let [read, bytes] = [0, 0];
  for (const [index, place] of places.entries()) {
    bytes += Buffer.byteLength(skeleton.slice(read, place));
    read = place;
    byPlace.set(bytes, { index, isNegative: false });
    if (skeleton.startsWith('- ', place - 2)) byPlace.set(bytes - 2, { index, isNegative: true });
  }
  return byPlace;
}

const UNNAMED: ReadonlySet<string> = new Set(['query_location', 'alias', 'aliases', 'column_name_alias']);

/** Leaves out of a query what its fingerprint must not see, once names are numbers and literals are `?`. */
function fingerprinted(field: string, value: unknown): unknown {
  if (UNNAMED.has(field)) return undefined;
  const { type, children } = (value ?? {}) as AstNode;
  return IN_LISTS.has(type) ? { type, children: withoutLikeItems(nodesOf(children)) } : value;
}

function withoutLikeItems([input, ...items]: readonly AstNode[]): AstNode[] {
  const kinds = new Set<string>();
  const isNew = (item: AstNode) => {
    const [cast, constant] = item.class === 'CAST' ? [item.cast_type, item.child as AstNode] : [null, item];
    if (constant.class !== 'CONSTANT') return true;
    const kind = JSON.stringify(cast);
    return !kinds.has(kind) && kinds.add(kind);
  };
  return [input, ...items.filter(isNew)];
}

/** One text of a template. */
export function fillTemplate(
  template: Template,
  text: string,
  spans: StrippedText['spans'],
  submittedMs: number,
): Query {
  const given: Given = { text, spans, nowDays: submittedMs / 86_400_000 };
  let inListItems = 0;
  for (const literal of template.inListItems) inListItems += literal === null ? 1 : spans[literal].length / 2;
  return {
    shape: template.shape,
    tables: template.tables.map(({ table, bounds }) =>
      bounds.length === 0 ? table : { ...table, ranges: narrow(bounds, given) },
    ),
    inListItems,
    limit: template.limit === null ? Number.NaN : Number(literalText(given, template.limit, 0)),
    characters: text.length,
  };
}

function narrow(bounds: readonly Bound[], given: Given): Readonly<Record<string, DayRange>> {
  const ranges: Record<string, DayRange> = {};
  for (const { column, range } of bounds) {
    const { from, to } = range(given);
    const known = ranges[column];
    if (known) ranges[column] = { from: Math.max(known.from, from), to: Math.min(known.to, to) };
    else if (from !== -Infinity || to !== Infinity) ranges[column] = { from, to };
  }
  return ranges;
}
