/** Defines each unusual term once, at its first appearance in reading order. */

import type { Inline } from './inline.ts';

export type Definition = { readonly term: string; readonly definition: string };

export type Marked = { readonly inlines: readonly Inline[]; readonly definitions: readonly Definition[] };

/**
 * Returns the function that a renderer calls on every text, in reading order: it marks the terms not met before and returns
 * their definitions. Longer terms win over the shorter ones they contain; case and a plural `s` do not matter.
 */
export function firstAppearances(glossary: Readonly<Record<string, string>>): (inlines: readonly Inline[]) => Marked {
  const pending = new Map(Object.keys(glossary).map((term) => [term.toLowerCase(), term]));
  return (inlines) => {
    const definitions: Definition[] = [];
    const mark = (text: string): Inline[] => {
      const match = pending.size > 0 ? patternOf(pending.values()).exec(text) : null;
      if (!match) return text ? [{ kind: 'text', text }] : [];
      const key = match[1].toLowerCase();
      const term = pending.get(key)!;
      pending.delete(key);
      definitions.push({ term, definition: glossary[term] });
      const end = match.index + match[0].length;
      return [...mark(text.slice(0, match.index)), { kind: 'term', text: match[0] }, ...mark(text.slice(end))];
    };
    const marked = inlines.flatMap((inline) => (inline.kind === 'text' ? mark(inline.text) : [inline]));
    return { inlines: marked, definitions };
  };
}

function patternOf(terms: Iterable<string>): RegExp {
  const longestFirst = [...terms].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\w-])(${escaped.join('|')})s?(?![\\w-])`, 'i');
}
