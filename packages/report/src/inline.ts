/**
 * Text with a little Markdown in it: `code`, **strong** and [links](href). Parsed once, so that the HTML page and the
 * Markdown page say the same, and so that glossary terms can be marked where they first appear.
 */

import { escapeHtml } from './escape.ts';

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'term'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export function parseInline(source: string): readonly Inline[] {
  const parts = source.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/).filter((part) => part !== '');
  return parts.map((part): Inline => {
    if (/^`[^`]+`$/.test(part)) return { kind: 'code', text: part.slice(1, -1) };
    if (/^\*\*[^*]+\*\*$/.test(part)) return { kind: 'strong', text: part.slice(2, -2) };
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
    return link ? { kind: 'link', text: link[1], href: requireSafeHref(link[2]) } : { kind: 'text', text: part };
  });
}

export function inlineHtml(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      const text = escapeHtml(inline.text);
      if (inline.kind === 'code') return `<code>${text}</code>`;
      if (inline.kind === 'strong') return `<strong>${text}</strong>`;
      if (inline.kind === 'term') return `<dfn>${text}</dfn>`;
      return inline.kind === 'link' ? `<a href="${escapeHtml(inline.href)}">${text}</a>` : text;
    })
    .join('');
}

export function inlineMarkdown(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'code') return `\`${inline.text}\``;
      const text = escapeMarkdown(inline.text);
      if (inline.kind === 'strong') return `**${text}**`;
      if (inline.kind === 'term') return `*${text}*`;
      return inline.kind === 'link' ? `[${text}](${inline.href})` : text;
    })
    .join('');
}

/**
 * Escapes what would start markup and nothing else, since the source is read too: `usage_28d` and `[0.290, 0.335]` stay as
 * they are, while `_word_` at a word's edge, `[text](` and a leading `[x]` do not.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\*`]|\b_\B|\B_\b|\[(?=[^\]]*\]\()|^\[(?=[ xX]\])/g, '\\$&').replaceAll('<', '&lt;');
}

/** @throws on `javascript:` and its like: a link leads to a place, it does not run */
function requireSafeHref(href: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) && !/^https?:/i.test(href))
    throw new Error(`link ${href}: expected a relative path, #section, http or https`);
  return href;
}
