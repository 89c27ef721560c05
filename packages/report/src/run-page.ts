import { count } from './format.ts';
import { figureFiles, type Page } from './page.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';

/** What every page says of its run besides what it found. */
export type PageRun = {
  readonly runId: string;
  readonly source:
    | { readonly kind: 'simulated'; readonly size: string; readonly seed: number }
    | { readonly kind: 'files'; readonly dir: string };
  readonly fingerprints: Readonly<Record<'data' | 'features' | 'model', string | null>>;
  readonly testRows: number;
};

/** A page of a run: where its data came from is told above, what it was made of below. `judged` follows the number of test rows. */
export function runPage(
  { runId, source, fingerprints, testRows }: PageRun,
  { judged, ...page }: Omit<Page, 'subtitle' | 'footer'> & { readonly judged: string },
): Page {
  const { data, features, model } = fingerprints;
  const where =
    source.kind === 'simulated'
      ? `simulated world, size ${source.size}, seed ${source.seed}`
      : `your data in ${source.dir}`;
  return {
    ...page,
    subtitle: `${where}: ${count(testRows)} ${judged}`,
    footer: `Run ${runId}; data ${data}, features ${features?.slice(0, 16)}, model ${model ?? 'none'}.`,
  };
}

/** The page for a browser and for the web, and every figure as a file of its own: name to content. */
export function pageFiles(page: Page): Readonly<Record<string, string>> {
  return {
    'report.html': renderHtml(page),
    'report.md': renderMarkdown(page),
    ...Object.fromEntries(figureFiles(page)),
  };
}
