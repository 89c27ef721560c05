import { expect, test } from 'vitest';
import { figureFiles, type Page } from '../src/page.ts';
import { renderHtml } from '../src/render-html.ts';
import { renderMarkdown } from '../src/render-markdown.ts';
import { demoPage } from './demo-page.ts';

const demo = await demoPage();
const html = renderHtml(demo);
const markdown = renderMarkdown(demo);

const bare: Page = {
  title: 'A <title> & "more"',
  decision: { verdict: '<b>Stop</b>', tone: 'stop', text: 'Because 1 < 2.', tiles: [{ label: '<l>', value: '<v>' }] },
  sections: [{ title: 'S', blocks: [{ kind: 'source', language: 'sql', source: 'select 1 < 2' }] }],
};

test('the HTML page needs nothing from outside and runs nothing', () => {
  expect(html).not.toMatch(/<script|<link|@import|\son\w+=|javascript:/i);
  expect(html).not.toMatch(/\ssrc=/);
  expect(html.match(/url\((?!#)/g)).toBeNull();
  const hrefs = [...html.matchAll(/ href="([^"]*)"/g)].map((match) => match[1]);
  expect(hrefs).toEqual([
    '#section-1',
    '#section-2',
    '#section-3',
    '#section-4',
    '../src/ladder.ts',
    '../src/metrics/average-precision.ts',
  ]);
});

test('every id on the page is unique, and every reference to one is met', () => {
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, id] of html.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id);
});

test('all text is escaped', () => {
  const page = renderHtml(bare);
  expect(page).toContain('<title>A &lt;title&gt; &amp; &quot;more&quot;</title>');
  expect(page).toContain('<h2>&lt;b&gt;Stop&lt;/b&gt;</h2>');
  expect(page).toContain('<dt>&lt;l&gt;</dt><dd><strong>&lt;v&gt;</strong></dd>');
  expect(page).toContain('<code class="language-sql">select 1 &lt; 2</code>');
});

test('the decision comes before the first section, with its key numbers', () => {
  expect(html.indexOf('Promote the challenger')).toBeLessThan(html.indexOf('id="section-1"'));
  expect(html).toContain('<strong>27.3%</strong><small>22.4% to 32.2%</small>');
});

test('figures are numbered in reading order, and each says how to read it', () => {
  expect([...html.matchAll(/<strong>Figure (\d+)\.<\/strong>/g)].map((match) => match[1]).join('')).toBe(
    '123456789101112',
  );
  expect(html.match(/How to read it\./g)).toHaveLength(12);
});

test('each glossary term is defined once, in HTML and in Markdown', () => {
  for (const term of Object.keys(demo.glossary!)) {
    expect(html.split(`<p class="definition"><strong>${term}</strong>`)).toHaveLength(2);
    expect(markdown.split(`> **${term}**: `)).toHaveLength(2);
  }
});

test('a term that only a table names is defined below it', () => {
  const table = { kind: 'table', rows: [{ method: 'raw', slope: '0.8' }] } as const;
  const page = { ...demo, sections: [{ title: 'Only', blocks: [table] }], glossary: { slope: '1 is right' } };
  expect(renderMarkdown(page)).toContain('| raw | 0.8 |\n\n> **slope**: 1 is right');
  expect(renderHtml(page)).toContain('</table></div><p class="definition"><strong>slope</strong> 1 is right</p>');
});

test('HTML is balanced: every block that opens is closed', () => {
  for (const tag of ['section', 'figure', 'div', 'p', 'table', 'svg', 'g', 'dl', 'ul', 'ol', 'pre'])
    expect(html.match(new RegExp(`<${tag}[\\s>]`, 'g'))?.length, tag).toBe(
      html.match(new RegExp(`</${tag}>`, 'g'))?.length,
    );
});

test('Markdown refers to exactly the figure files that the caller writes', () => {
  const referred = [...markdown.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map((match) => match[1]);
  const files = figureFiles(demo);
  expect(referred).toEqual([...files.keys()]);
  expect(referred[0]).toBe('figures/ladder.svg');
  for (const svg of files.values()) expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
});

test('a small page in Markdown, in full', () => {
  expect(renderMarkdown(bare)).toBe(`# A &lt;title> & "more"

**&lt;b>Stop&lt;/b>.** Because 1 &lt; 2.

| Key number | Value |  |
| --- | ---: | --- |
| &lt;l> | **&lt;v>** |  |

## S

\`\`\`sql
select 1 < 2
\`\`\`
`);
});

test('two figures of one name would overwrite each other, so they are refused', () => {
  const twice: Page = { ...demo, sections: [...demo.sections, demo.sections[0]] };
  expect(() => figureFiles(twice)).toThrow('figure ladder: found twice on the page');
});
