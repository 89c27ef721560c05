import { expect, test } from 'vitest';
import { type Table, tableHtml, tableMarkdown } from '../src/table.ts';

const table: Table = {
  rows: [
    { Score: 'rule `a|b`', AP: '0.126' },
    { Score: 'boosting <b>', AP: '0.242' },
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

test('columns of words stand left, and a table of nothing says so', () => {
  const worded = { ...table, words: ['AP'] };
  expect(tableMarkdown(worded).split('\n')[1]).toBe('| --- | --- |');
  expect(tableHtml(worded)).not.toContain('class="number"');
  expect([tableMarkdown({ rows: [] }), tableHtml({ rows: [] })]).toEqual(['There are none.', '<p>There are none.</p>']);
});

test('HTML: a column of sentences keeps room to be read, and a path may break behind its slashes', () => {
  const html = tableHtml({
    rows: [
      {
        series: 'aws/us-east-1/gpu',
        nodes: '12',
        why: 'what moves it most, in words that take more than one line of a page',
      },
    ],
    words: ['why'],
  });
  expect(html).toContain('<td>aws/<wbr>us-east-1/<wbr>gpu</td><td class="number">12</td><td class="prose">what moves');
});

test('a row with other columns than the first is refused, since its cells would stand under the wrong titles', () => {
  const swapped = { AP: '0.1', Score: 'rule' };
  expect(() => tableMarkdown({ rows: [...table.rows, swapped] })).toThrow(
    'found a row of AP, Score under the columns Score, AP',
  );
});
