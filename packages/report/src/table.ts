/** One table, written as GitHub Markdown or as HTML. Cells are inline text, formatted by the caller. */

import { inlineHtml, inlineMarkdown, parseInline } from './inline.ts';

export type Table = {
  readonly columns: readonly {
    readonly title: string;
    /** Numbers stand right, so that their digits line up. */
    readonly align?: 'left' | 'right';
  }[];
  /** One cell a column. */
  readonly rows: readonly (readonly string[])[];
  /** The index of the row the table is about. */
  readonly emphasis?: number;
};

export function tableMarkdown(table: Table): string {
  requireFullRows(table);
  const { columns, rows, emphasis } = table;
  const cell = (text: string) => inlineMarkdown(parseInline(text)).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => cell(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row, i) =>
      line(row.map((text) => (i === emphasis && !text.includes('**') ? `**${cell(text)}**` : cell(text)))),
    ),
  ].join('\n');
}

export function tableHtml(table: Table): string {
  requireFullRows(table);
  const { columns, rows, emphasis } = table;
  const cells = (tag: 'td' | 'th', row: readonly string[]) =>
    row
      .map((text, i) => {
        const side = columns[i].align === 'right' ? ' class="number"' : '';
        return `<${tag}${side}${tag === 'th' ? ' scope="col"' : ''}>${inlineHtml(parseInline(text))}</${tag}>`;
      })
      .join('');
  const body = rows.map((row, i) => `<tr${i === emphasis ? ' class="emphasis"' : ''}>${cells('td', row)}</tr>`);
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

function requireFullRows({ columns, rows }: Table): void {
  const short = rows.find((row) => row.length !== columns.length);
  if (short)
    throw new Error(`table: found a row of ${short.length} cells under ${columns.length} columns: ${short.join(', ')}`);
}
