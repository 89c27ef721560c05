import { expect, test } from 'vitest';
import { type Table, tableHtml, tableMarkdown } from '../src/table.ts';

const table: Table = {
  columns: [{ title: 'Score' }, { title: 'AP', align: 'right' }],
  rows: [
    ['rule `a|b`', '0.126'],
    ['boosting <b>', '0.242'],
  ],
  emphasis: 1,
};

test('Markdown: numbers right, bars escaped, the row in question bold', () => {
  expect(tableMarkdown(table)).toBe(
    ['| Score | AP |', '| --- | ---: |', '| rule `a\\|b` | 0.126 |', '| **boosting &lt;b>** | **0.242** |'].join('\n'),
  );
});

test('HTML: the same cells, escaped, in a box that scrolls by itself', () => {
  const html = tableHtml(table);
  expect(html).toMatch(/^<div class="table" role="region" aria-label="table" tabindex="0">/);
  expect(html).toContain('<tr><td>rule <code>a|b</code></td><td class="number">0.126</td></tr>');
  expect(html).toContain('<tr class="emphasis"><td>boosting &lt;b&gt;</td><td class="number">0.242</td></tr>');
});

test('a row with a missing cell is refused', () => {
  expect(() => tableMarkdown({ ...table, rows: [['only one']] })).toThrow(
    'found a row of 1 cells under 2 columns: only one',
  );
});
