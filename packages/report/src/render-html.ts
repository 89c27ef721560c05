/**
 * The page as one HTML file that needs nothing else: style and drawings are inside, there is no script, and it reads well on
 * a wide screen, on a phone, in the dark and on paper.
 */

import { escapeHtml } from './escape.ts';
import { firstAppearances, type Marked } from './glossary.ts';
import { inlineHtml, parseInline } from './inline.ts';
import { type Block, codeLinks, type Decision, type Figure, type Page, type Section } from './page.ts';
import { pageStyle } from './page-style.ts';
import { tableHtml, wordsOf } from './table.ts';

export function renderHtml(page: Page): string {
  const mark = firstAppearances(page.glossary ?? {});
  const decision = decisionHtml(page.decision, mark(parseInline(page.decision.text)));
  const figureNumbers = numberFigures(page);
  const sections = page.sections.map((section, i) =>
    sectionHtml(section, i + 1, codeLinks(section, page.source), (block) =>
      blockHtml(block, (text) => mark(parseInline(text)), figureNumbers),
    ),
  );
  const contents = page.sections.map(({ title }, i) => `<li><a href="#section-${i + 1}">${escapeHtml(title)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(page.title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<nav aria-label="Contents"><ol>${contents.join('')}</ol></nav>
<main>
<header>
<h1>${escapeHtml(page.title)}</h1>
${page.subtitle ? `<p class="subtitle">${escapeHtml(page.subtitle)}</p>\n` : ''}</header>
${decision}
${sections.join('\n')}
${page.footer ? `<footer>${inlineHtml(parseInline(page.footer))}</footer>\n` : ''}</main>
</body>
</html>
`;
}

function decisionHtml({ verdict, tone, tiles }: Decision, text: Marked): string {
  const shown = tiles.map(
    ({ label, value, detail }) =>
      `<div class="tile"><dt>${escapeHtml(label)}</dt><dd><strong>${escapeHtml(value)}</strong>${detail ? `<small>${escapeHtml(detail)}</small>` : ''}</dd></div>`,
  );
  return `<section class="decision ${tone}" aria-label="Decision">
<h2>${escapeHtml(verdict)}</h2>
<p>${inlineHtml(text.inlines)}</p>
${definitionsHtml(text)}<dl class="tiles">${shown.join('')}</dl>
</section>`;
}

function sectionHtml(
  { title, blocks }: Section,
  number: number,
  links: string,
  render: (block: Block) => string,
): string {
  return `<section id="section-${number}">
<h2>${escapeHtml(title)}</h2>
${blocks.map(render).join('\n')}
${links ? `<p class="code">In code: ${inlineHtml(parseInline(links))}</p>\n` : ''}</section>`;
}

function blockHtml(block: Block, mark: (text: string) => Marked, figureNumbers: ReadonlyMap<Figure, number>): string {
  switch (block.kind) {
    case 'paragraph':
    case 'note': {
      const marked = mark(block.text);
      const note = block.kind === 'note' ? ' class="note"' : '';
      return `<p${note}>${inlineHtml(marked.inlines)}</p>${definitionsHtml(marked)}`;
    }
    case 'list': {
      const items = block.items.map(mark);
      const tag = block.ordered ? 'ol' : 'ul';
      const list = items.map(({ inlines }) => `<li>${inlineHtml(inlines)}</li>`).join('\n');
      return `<${tag}>\n${list}\n</${tag}>${items.map(definitionsHtml).join('')}`;
    }
    case 'table': {
      const caption = block.caption ? mark(block.caption) : undefined;
      const shown = caption ? `<p class="table-caption">${inlineHtml(caption.inlines)}</p>` : '';
      return `${shown}${tableHtml(block)}${caption ? definitionsHtml(caption) : ''}${definitionsHtml(mark(wordsOf(block)))}`;
    }
    case 'source':
      return `<pre><code class="language-${escapeHtml(block.language)}">${escapeHtml(block.source)}</code></pre>`;
    case 'figure':
      return figureHtml(block, mark, figureNumbers.get(block)!);
  }
}

function figureHtml({ name, chart, caption, reading }: Figure, mark: (text: string) => Marked, number: number): string {
  const shown = mark(caption);
  const howTo = reading ? mark(reading) : undefined;
  return `<figure id="figure-${escapeHtml(name)}">
<div class="card"><div class="wide">${withOwnIds(chart.wide, `f${number}w-`)}</div><div class="narrow">${withOwnIds(chart.narrow, `f${number}n-`)}</div></div>
<figcaption><strong>Figure ${number}.</strong> ${inlineHtml(shown.inlines)}${howTo ? `<span class="reading"><em>How to read it.</em> ${inlineHtml(howTo.inlines)}</span>` : ''}</figcaption>
</figure>${definitionsHtml(shown)}${howTo ? definitionsHtml(howTo) : ''}`;
}

function definitionsHtml({ definitions }: Marked): string {
  return definitions
    .map(
      ({ term, definition }) =>
        `<p class="definition"><strong>${escapeHtml(term)}</strong> ${inlineHtml(parseInline(definition))}</p>\n`,
    )
    .join('');
}

function numberFigures(page: Page): ReadonlyMap<Figure, number> {
  const figures = page.sections.flatMap(({ blocks }) => blocks).filter((block) => block.kind === 'figure');
  return new Map(figures.map((figure, i) => [figure, i + 1]));
}

/** Every drawing numbers its clip paths from 1; on one page the second would borrow the first's. */
function withOwnIds(svg: string, prefix: string): string {
  return svg.replace(/ id="/g, ` id="${prefix}`).replace(/url\(#/g, `url(#${prefix}`);
}
