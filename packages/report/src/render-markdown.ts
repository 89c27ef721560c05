/** The page as GitHub Markdown, with figures by relative path: the caller writes `figureFiles(page)` beside it. */

import { type Definition, firstAppearances } from './glossary.ts';
import { escapeMarkdown, inlineMarkdown, parseInline } from './inline.ts';
import { type Block, codeLinks, type Figure, figurePath, type Page, type Tile } from './page.ts';
import { tableMarkdown, wordsOf } from './table.ts';

export function renderMarkdown(page: Page, figureDir = 'figures'): string {
  const firstIn = firstAppearances(page.glossary ?? {});
  /** Writes a text and remembers the terms it defines, to be explained once the block is complete. */
  let defined: readonly Definition[] = [];
  const write = (text: string): string => {
    const { inlines, definitions } = firstIn(parseInline(text));
    defined = [...defined, ...definitions];
    return inlineMarkdown(inlines);
  };
  const withDefinitions = (block: string): string[] => {
    const explained = defined.map(
      ({ term, definition }) => `> **${escapeMarkdown(term)}**: ${inlineMarkdown(parseInline(definition))}`,
    );
    defined = [];
    return [block, ...explained];
  };
  const { title, subtitle, decision, sections, footer } = page;
  const parts = [
    `# ${escapeMarkdown(title)}`,
    ...(subtitle ? [escapeMarkdown(subtitle)] : []),
    ...withDefinitions(`**${escapeMarkdown(decision.verdict)}.** ${write(decision.text)}`),
    ...(decision.tiles.length > 0 ? [tilesMarkdown(decision.tiles)] : []),
    ...sections.flatMap((section) => [
      `## ${escapeMarkdown(section.title)}`,
      ...section.blocks.flatMap((block) => withDefinitions(blockMarkdown(block, write, figureDir))),
      ...(section.code ? [`In code: ${write(codeLinks(section, page.source))}`] : []),
    ]),
    ...(footer ? ['---', inlineMarkdown(parseInline(footer))] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function tilesMarkdown(tiles: readonly Tile[]): string {
  const rows = tiles.map(({ label, value, detail = '' }) => ({
    'Key number': label,
    Value: `**${value}**`,
    '': detail,
  }));
  return tableMarkdown({ rows, words: [''] });
}

function blockMarkdown(block: Block, write: (text: string) => string, figureDir: string): string {
  switch (block.kind) {
    case 'paragraph':
      return write(block.text);
    case 'note':
      return `> [!NOTE]\n> ${write(block.text)}`;
    case 'list':
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '-'} ${write(item)}`).join('\n');
    case 'table': {
      const caption = block.caption ? `${write(block.caption)}\n\n` : '';
      write(wordsOf(block));
      return `${caption}${tableMarkdown(block)}`;
    }
    case 'source':
      return `\`\`\`${block.language}\n${block.source.trimEnd()}\n\`\`\``;
    case 'figure':
      return figureMarkdown(block, write, figureDir);
  }
}

function figureMarkdown(figure: Figure, write: (text: string) => string, figureDir: string): string {
  const image = `![${escapeMarkdown(figure.chart.description)}](${figurePath(figure, figureDir)})`;
  const reading = figure.reading ? `\n\n*How to read it.* ${write(figure.reading)}` : '';
  return `${image}\n\n**${write(figure.caption)}**${reading}`;
}
