import { expect, test } from 'vitest';
import { inlineHtml, inlineMarkdown, parseInline } from '../src/inline.ts';

const source = 'Precision of **the queue** in `rank_queue`, see [the source](../src/queue.ts): 3 < 4 & "so".';

test('one text gives HTML and Markdown that say the same', () => {
  expect(inlineHtml(parseInline(source))).toBe(
    'Precision of <strong>the queue</strong> in <code>rank_queue</code>, see <a href="../src/queue.ts">the source</a>: 3 &lt; 4 &amp; &quot;so&quot;.',
  );
  expect(inlineMarkdown(parseInline(source))).toBe(
    'Precision of **the queue** in `rank_queue`, see [the source](../src/queue.ts): 3 &lt; 4 & "so".',
  );
});

test('signs that would start Markdown are escaped, and underscores inside names are not', () => {
  const markdown = (text: string) => inlineMarkdown(parseInline(text));
  expect(markdown('2 * 3, usage_28d and _hidden_')).toBe('2 \\* 3, usage_28d and \\_hidden\\_');
  expect(markdown('0.312 [0.290, 0.335]')).toBe('0.312 [0.290, 0.335]');
  expect(markdown('[x] done, see [a](b c)')).toBe('\\[x] done, see \\[a](b c)');
});

test('a link that would run something is refused', () => {
  expect(() => parseInline('[x](javascript:alert)')).toThrow('expected a relative path, #section, http or https');
  expect(() => parseInline('[x](data:text/html,x)')).toThrow('link data:text/html,x');
});
