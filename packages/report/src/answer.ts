/**
 * An answer as prose in Markdown files, with figures by name: `{{average_precision}}`. Whoever edits the words sees words,
 * and a figure cannot be typed by hand, because a name that nothing gives and a figure that no text names are refused.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** Name to what is written there: a formatted number, or a short sentence that only some runs can say. */
export type Figures = Readonly<Record<string, string>>;

/** What an answer is written from, as plain data: it can be written again, and a test does. */
export type AnswerFacts<Metrics> = {
  /** Hashes of what the run was made with: a test finds out when something of it has changed since. */
  readonly madeWith: Readonly<Record<string, string | null>>;
  readonly metrics: Omit<Metrics, keyof OneTime>;
  readonly gatePassed: boolean;
  readonly figures: Figures;
};

/** Of a run's metrics, what is another when the run is repeated, and the gate, of which the verdict is enough. */
type OneTime = Readonly<Record<'run_id' | 'seconds' | 'peak_rss_mib' | 'paths', unknown>> & {
  readonly resamples?: unknown;
  readonly gate: { readonly passed: boolean };
};

export function answerFacts<Metrics extends OneTime>(
  metrics: Metrics,
  madeWith: AnswerFacts<Metrics>['madeWith'],
  figures: Figures,
): AnswerFacts<Metrics> {
  const { run_id: _, seconds: __, peak_rss_mib: ___, paths: ____, resamples: _____, gate, ...repeatable } = metrics;
  return { madeWith, metrics: repeatable, gatePassed: gate.passed, figures };
}

/**
 * The answer: every `.md` file of `folder` in the order of their names, filled. A paragraph becomes one line, so that a
 * figure that changes shows as one line that changes, and one that is empty once it is filled disappears. Links lead from
 * the templates to `../src/`, and from the answer to `source`.
 */
export function writeAnswer(folder: URL, figures: Figures, source: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const parts = names.sort().map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
  return `${fillTemplates(parts, figures).replaceAll('](../src/', `](${source}/`)}\n`;
}

/** The answer, written, and the facts it was written from: name to content. */
export function answerFiles<Metrics>(facts: AnswerFacts<Metrics>, answer: string): Readonly<Record<string, string>> {
  return { 'ANSWER.md': answer, 'answer.json': `${JSON.stringify(facts, null, 2)}\n` };
}

/** @throws when a template names a figure that is not given, or a figure is given that no template names */
export function fillTemplates(
  templates: readonly { readonly name: string; readonly text: string }[],
  figures: Figures,
): string {
  const used = new Set<string>();
  const filled = templates.map(({ name, text }) =>
    text.replaceAll(/\{\{([^}]*)\}\}/g, (_, figure: string) => {
      if (!Object.hasOwn(figures, figure))
        throw new Error(
          `answer, ${name}: names {{${figure}}}, which is not among the figures: ${Object.keys(figures).join(', ')}`,
        );
      used.add(figure);
      return figures[figure];
    }),
  );
  const unused = Object.keys(figures).filter((figure) => !used.has(figure));
  if (unused.length > 0)
    throw new Error(`answer: no template names ${unused.join(', ')}; write {{${unused[0]}}} somewhere, or drop it`);
  const paragraphs = filled.flatMap((text) => text.split(/\n\s*\n/)).map(inOneLine);
  return paragraphs.filter((text) => text !== '').join('\n\n');
}

/** Lists, tables, quotes and code keep their lines. */
function inOneLine(paragraph: string): string {
  const isProse = !/^\s*([-*>] |[|#]|\d+\. |```)/.test(paragraph);
  return isProse ? paragraph.trim().replaceAll(/\s+/g, ' ') : paragraph.trim();
}

/**
 * For each module, twelve hex digits of all values it exports, functions left out: an answer that keeps them beside its
 * figures is known to be older than a setting that has changed since. Comments and layout do not count.
 */
export function hashModules<Name extends string>(modules: Readonly<Record<Name, object>>): Record<Name, string> {
  const hashes = Object.entries<object>(modules).map(([name, module]) => {
    const values = Object.entries(module).filter(([, value]) => typeof value !== 'function');
    const byName = values.sort(([a], [b]) => (a < b ? -1 : 1));
    return [name, createHash('sha256').update(JSON.stringify(byName)).digest('hex').slice(0, 12)];
  });
  return Object.fromEntries(hashes);
}
