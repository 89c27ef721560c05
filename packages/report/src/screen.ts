/**
 * One screen for a person at a terminal, as data: sentences, facts with a label, and small tables. It is laid out to 80
 * columns and wraps by structure: a value under its value, an interval never apart from its estimate, a table's last columns
 * below their row when they do not fit beside it.
 */

import { columnsOf, type Table } from './table.ts';

export type ScreenBlock =
  | { readonly kind: 'sentence'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** The note stands below, in brackets. */
  | ({ readonly kind: 'table'; readonly note?: string } & Table);

export type Fact = {
  readonly label: string;
  readonly value: Text;
  /** To be typed: it breaks with a backslash, so that what is copied still works. */
  readonly isCommand?: boolean;
  /** Below the value, each with lines of its own. */
  readonly items?: readonly { readonly text: string; readonly below?: readonly string[] }[];
};

/** Words that may break at every space, or phrases that break only between one another. */
export type Text = string | readonly string[];

/** Facts by label, in the order they are written in. */
export function facts(byLabel: Readonly<Record<string, Text>>): ScreenBlock {
  return { kind: 'facts', facts: Object.entries(byLabel).map(([label, value]) => ({ label, value })) };
}

/** Phrases with an arrow from each to the next. */
export function steps(...phrases: readonly string[]): readonly string[] {
  return phrases.map((phrase, at) => (at < phrases.length - 1 ? `${phrase} →` : phrase));
}

export function layOut(blocks: readonly ScreenBlock[], columns = 80): string {
  const shown = blocks.map((block) => linesOf(block, columns)).filter((lines) => lines.length > 0);
  return `\n${shown.map((lines) => lines.join('\n')).join('\n\n')}\n\n`;
}

const INDENT = 2;

function linesOf(block: ScreenBlock, columns: number): readonly string[] {
  switch (block.kind) {
    case 'sentence':
      return hang('', block.text, columns);
    case 'facts': {
      const width = Math.max(0, ...block.facts.map(({ label }) => label.length));
      return block.facts.flatMap((fact) => factLines(fact, width, columns));
    }
    case 'table':
      return [
        ...tableLines(block, columns),
        ...(block.note ? hang(' '.repeat(INDENT), `(${block.note})`, columns) : []),
      ];
  }
}

function factLines({ label, value, isCommand = false, items = [] }: Fact, width: number, columns: number): string[] {
  const indent = ' '.repeat(INDENT);
  const lines = hang(`${indent}${label.padEnd(width)}  `, value, columns, isCommand ? ' \\' : '');
  const below = items.flatMap(({ text, below = [] }) => [
    ...hang(indent.repeat(2), text, columns),
    ...below.flatMap((line) => hang(indent.repeat(3), line, columns)),
  ]);
  return [...lines, ...below];
}

/** Wraps `text` behind `head`, further lines under its first word; `ending` is added where a line goes on. */
function hang(head: string, text: Text, columns: number, ending = ''): string[] {
  const mark = /^[✗·→] /.exec(typeof text === 'string' ? text : '')?.[0] ?? ''; // what is listed hangs behind its mark
  const margin = ' '.repeat(head.length + mark.length);
  const lines = wrap(text, columns - ending.length, head.length, margin.length);
  return lines.map((line, at) => `${at === 0 ? head : margin}${line}${at < lines.length - 1 ? ending : ''}`.trimEnd());
}

/** A word that is longer than a line stays whole: a path that is cut cannot be opened. */
function wrap(text: Text, columns: number, firstMargin: number, margin: number): string[] {
  const words = typeof text === 'string' ? (text.match(WORDS) ?? []) : text;
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const taken = (lines.length <= 1 ? firstMargin : margin) + (last?.length ?? 0) + 1;
    if (last !== undefined && taken + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length > 0 ? lines : [''];
}

/** An estimate and its interval are one word. */
const WORDS = /[^\s[]\S*(?: \[[^\]]*\]\S*)?|\S+/g;

/** Columns that do not fit go below their row, with their title. */
function tableLines(table: Table, columns: number): string[] {
  const all = columnsOf(table).map((column) => ({
    ...column,
    width: Math.max(column.title.length, ...table.rows.map((row) => row[column.title].length)),
  }));
  const fitting = all.filter(
    (_, at) => at === 0 || sum(all.slice(0, at + 1).map(({ width }) => width + INDENT)) <= columns,
  );
  const lineOf = (cell: (title: string) => string) =>
    fitting
      .map(({ title, isWords, width }) => ' '.repeat(INDENT) + cell(title)[isWords ? 'padEnd' : 'padStart'](width))
      .join('')
      .trimEnd();
  const below = all.slice(fitting.length);
  return [
    ...(table.rows.length > 0 ? [lineOf((title) => title)] : []),
    ...table.rows.flatMap((row) => [
      lineOf((title) => row[title]),
      ...below.flatMap(({ title }) =>
        row[title] ? hang(' '.repeat(2 * INDENT), `${title}: ${row[title]}`, columns) : [],
      ),
    ]),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
