/** A report as data: the decision first, then sections of blocks. `render-html` and `render-markdown` write it out. */

import type { Chart } from './render-chart.ts';
import type { Table } from './table.ts';

/** Strings named `text` may hold `code`, **strong** and [links](href); titles and labels are plain. */
export type Page = {
  readonly title: string;
  /** One line under the title: what was decided on which data. */
  readonly subtitle?: string;
  readonly decision: Decision;
  /** Where the code lies, from the page; sections name their files below it. */
  readonly source?: string;
  readonly sections: readonly Section[];
  /** Term to definition. Each is defined where the page first uses it, and nowhere if it never does. */
  readonly glossary?: Readonly<Record<string, string>>;
  /** Closing line: seed, versions, how to repeat the run. */
  readonly footer?: string;
};

export type Decision = {
  /** A short imperative without a full stop: `Promote the challenger`. */
  readonly verdict: string;
  readonly tone: 'go' | 'stop' | 'open';
  readonly text: string;
  readonly tiles: readonly Tile[];
};

/** One key number. */
export type Tile = { readonly label: string; readonly value: string; readonly detail?: string };

export type Section = {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** The files in which this is done, below the page's `source`. */
  readonly code?: readonly string[];
};

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Something a reader must not overlook. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly ordered?: boolean }
  | ({ readonly kind: 'table'; readonly caption?: string } & Table)
  | { readonly kind: 'source'; readonly language: string; readonly source: string }
  | Figure;

export type Figure = {
  readonly kind: 'figure';
  /** Unique on the page; the file name in Markdown. */
  readonly name: string;
  readonly chart: Chart;
  /** What the figure shows: the finding, not the axes. */
  readonly caption: string;
  /** How to read it, for someone who has never seen such a chart. */
  readonly reading?: string;
};

/** The files of a section as links in a line of text. */
export function codeLinks({ code = [] }: Section, source = '.'): string {
  return code.map((file) => `[${file.split('/').at(-1)}](${source}/${file})`).join(' · ');
}

/** The files that the Markdown page refers to: relative path to SVG text. */
export function figureFiles(page: Page, figureDir = 'figures'): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const block of page.sections.flatMap((section) => section.blocks)) {
    if (block.kind !== 'figure') continue;
    const path = figurePath(block, figureDir);
    if (files.has(path)) throw new Error(`figure ${block.name}: found twice on the page; give each a name of its own`);
    files.set(path, block.chart.wide);
  }
  return files;
}

export function figurePath({ name }: Figure, figureDir: string): string {
  if (!/^[\w-]+$/.test(name))
    throw new Error(`figure ${JSON.stringify(name)}: expected letters, digits, _ and - in its name`);
  return `${figureDir}/${name}.svg`;
}
