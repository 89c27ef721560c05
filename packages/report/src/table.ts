/** One table, written as GitHub Markdown or as HTML. Cells are inline text, formatted by the caller. */

import { inlineHtml, inlineMarkdown, parseInline } from './inline.ts';

export type Table = {
  /** Column title to cell, so that each figure stands beside its name. Every row has the same columns in the same order. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Columns of words. The first is one; all others are numbers and stand right, so that their digits line up. */
  readonly words?: readonly string[];
  /** The index of the row the table is about. */
  readonly emphasis?: number;
};

/** Titles of the columns, and which of them hold words. */
export function columnsOf({
  rows,
  words = [],
}: Table): readonly { readonly title: string; readonly isWords: boolean }[] {
  const titles = Object.keys(rows[0] ?? {});
  for (const found of rows.map((row) => Object.keys(row)))
    if (found.join() !== titles.join())
      throw new Error(`table: found a row of ${found.join(', ')} under the columns ${titles.join(', ')}`);
  return titles.map((title, at) => ({ title, isWords: at === 0 || words.includes(title) }));
}

/** Everything a table says, in reading order: what is unusual in it is explained below it. */
export function wordsOf({ rows }: Table): string {
  return [...Object.keys(rows[0] ?? {}), ...rows.flatMap((row) => Object.values(row))].join(' · ');
}

const NO_ROWS = 'There are none.';

export function tableMarkdown(table: Table): string {
  if (table.rows.length === 0) return NO_ROWS;
  const columns = columnsOf(table);
  const cell = (text: string) => inlineMarkdown(parseInline(text)).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const strong = (text: string) => (text.includes('**') ? cell(text) : `**${cell(text)}**`);
  return [
    line(columns.map(({ title }) => cell(title))),
    line(columns.map(({ isWords }) => (isWords ? '---' : '---:'))),
    ...table.rows.map((row, i) => line(Object.values(row).map(i === table.emphasis ? strong : cell))),
  ].join('\n');
}

/** May stand below its estimate, and never breaks. */
const INTERVAL = /\[[^\]]*\]$/;

/** Characters of a cell from which on its column is prose and keeps room to be read. */
const PROSE = 60;

export function tableHtml(table: Table): string {
  if (table.rows.length === 0) return `<p>${NO_ROWS}</p>`;
  const columns = columnsOf(table);
  const kinds = columns.map(({ title, isWords }, i) => {
    if (!isWords) return ' class="number"';
    return i > 0 && table.rows.some((row) => row[title].length >= PROSE) ? ' class="prose"' : '';
  });
  const cells = (tag: 'td' | 'th', row: readonly string[]) =>
    row
      .map((text, i) => {
        const side = kinds[i];
        const breakable = /^[\w./-]+$/.test(text) ? text.replaceAll('/', '/<wbr>') : inlineHtml(parseInline(text));
        const written = breakable.replace(INTERVAL, '<span class="interval">$&</span>');
        return `<${tag}${side}${tag === 'th' ? ' scope="col"' : ''}>${written}</${tag}>`;
      })
      .join('');
  const body = table.rows.map(
    (row, i) => `<tr${i === table.emphasis ? ' class="emphasis"' : ''}>${cells('td', Object.values(row))}</tr>`,
  );
  const head = cells(
    'th',
    columns.map(({ title }) => title),
  );
  // A box that scrolls must be reachable from the keyboard.
  return `<div class="table" role="region" aria-label="table" tabindex="0"><table><thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}
