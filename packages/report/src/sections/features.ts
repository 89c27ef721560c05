import { table } from '../blocks.ts';
import type { Block } from '../page.ts';

/** What a feature is made of. Features alike in all but their names share a line. */
export type FeatureTold = {
  readonly name: string;
  /** The table it is read from. */
  readonly source: string;
  /** What one row of it is. */
  readonly grain: string;
  readonly window: string;
  /** What decides whether a row may be read. */
  readonly clock: string;
  /** How old the newest row may be: `14 h`. */
  readonly freshness: string;
};

/**
 * What the model sees: a line for the features of a source that look at it the same way. A clock that is compared with the decision is
 * told once, where all compare the same; what is known in advance or for ever says so by its age.
 */
export function featureTable(features: readonly FeatureTold[]): Block {
  const lines = new Map<string, { names: string[]; windows: Set<string>; told: FeatureTold }>();
  for (const told of features) {
    const key = [told.source, told.grain, told.clock, told.freshness].join('|');
    const line = lines.get(key) ?? { names: [], windows: new Set(), told };
    line.names.push(told.name);
    line.windows.add(told.window);
    lines.set(key, line);
  }
  const compared = new Set(features.flatMap(({ clock }) => (clock.includes('≤') ? clock : [])));
  const [shared] = compared.size === 1 ? compared : [];
  const known = shared ? `: \`${shared}\`` : '';
  return table({
    caption: `What the model is given, by source. A feature sees a row only if it was known at the decision${known}.`,
    words: ['one row per', 'window', 'known from', 'features'],
    rows: [...lines.values()].map(({ names, windows, told }) => ({
      source: told.source,
      'one row per': told.grain,
      window: inOnePhrase(windows),
      ...(shared ? {} : { 'known from': told.clock }),
      'at most old': told.freshness,
      features: names.map((name) => `\`${name}\``).join(' '),
    })),
  });
}

/** `last 2 hours`, `last 8 rows` and `last 1 row` as `last 2 hours, last 1, 8 rows`. */
function inOnePhrase(windows: Iterable<string>): string {
  const sizes = new Map<string, number[]>();
  for (const window of windows) {
    const [, before = '', size, unit] = /^(last )?(\d+) ([a-z]+?)s?$/.exec(window) ?? [];
    const frame = unit === undefined ? window : `${before}… ${unit}s`;
    sizes.set(frame, [...(sizes.get(frame) ?? []), Number(size)]);
  }
  const told = [...sizes].map(([frame, all]) => frame.replace('…', all.sort((a, b) => a - b).join(', ')));
  return told.join(', ').replaceAll(/\b(last 1 [a-z]+)s\b/g, '$1');
}
