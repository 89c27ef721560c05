import type { Query } from '@applied-modeling/sql-text';
import { openSqlReader, type SqlReader } from '@applied-modeling/sql-text';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namedColumns } from '../../src/world/cost.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { fill, STYLES, textOf } from '../../src/world/render.ts';
import { createTraffic } from '../../src/world/traffic.ts';

/** What the world means is what a reader of its texts finds: one text of every template of two small worlds, by what was asked. */

const epoch = Date.parse('2024-01-01T00:00:00Z');
const arrivals = [7, 8].flatMap((seed) => {
  const population = drawPopulation(seed, { queriesPerDay: 333, epoch, days: 63 });
  const traffic = createTraffic(seed, population, epoch);
  const all = Array.from({ length: 63 }, (_, day) => traffic.ofDay(day)).flat();
  return [...new Map(all.map((one) => [one.template, one])).values()];
});
const spell = ({ template, literals, comment }: (typeof arrivals)[number], style: number) =>
  comment + fill(textOf(template.tree, template.tables, style), literals);

describe('the text of a query', () => {
  let reader: SqlReader;
  let read: readonly Query[];
  beforeAll(async () => {
    reader = await openSqlReader();
    read = await reader.read(
      arrivals.map((one) => spell(one, one.style)),
      arrivals.map(({ ms }) => ms),
    );
  });
  afterAll(() => reader.close());

  test('is understood where it is a SELECT, and only there', () => {
    expect(arrivals.length).toBeGreaterThan(700);
    const kinds = { select: 'understood', insert: 'not-a-select', 'lateral view': 'syntax-error' };
    for (const [at, { template }] of arrivals.entries()) expect(read[at].shape.kind).toBe(kinds[template.tree.kind]);
  });

  test('names the tables, the columns and the dates that its cost is made of', () => {
    for (const [at, { template, literals, ms }] of arrivals.entries()) {
      const { tree, tables } = template;
      if (tree.kind !== 'select') continue;
      const today = Math.floor(ms / MS_PER_DAY);
      const expected = tree.sources.map(({ isDated }, source) => {
        const { fromDay, toDay, days } = literals.dates;
        const from = tree.dateForm === 'recent' ? today - days : fromDay;
        return {
          name: tables[source].name,
          dates: isDated ? { from, to: toDay } : undefined,
          columnsRead: tree.star ? null : namedColumns(tree, source),
        };
      });
      const found = read[at].tables.map(({ name, ranges, columnsRead }, source) => {
        const column = tables[source]?.partitionColumn;
        return { name, dates: column ? ranges[column] : undefined, columnsRead };
      });
      expect(found, spell(arrivals[at], 0)).toEqual(expected);
    }
  });

  test('tells the clauses, the filters and the literals', () => {
    for (const [at, { template, literals }] of arrivals.entries()) {
      const { tree } = template;
      if (tree.kind !== 'select') continue;
      const { counts } = read[at].shape;
      const found = {
        windows: counts.windows > 0,
        sorts: counts.sorts > 0,
        cross: counts.cross_joins,
        unknown: counts.unknown_functions > 0,
        likes: counts.likes,
        items: read[at].inListItems,
        limit: read[at].limit,
      };
      const expected = {
        windows: tree.window,
        sorts: tree.sort,
        cross: tree.sources.filter(({ join }) => join === 'cross').length,
        unknown: tree.udf,
        likes: tree.filters.like === null ? 0 : 1,
        items: tree.filters.list === null ? 0 : literals.listItems,
        limit: tree.limit ? literals.limit : Number.NaN,
      };
      if (tree.window) delete (found as Partial<typeof found>).sorts;
      if (tree.window) delete (expected as Partial<typeof expected>).sorts;
      expect(found, spell(arrivals[at], 0)).toEqual(expected);
    }
  });

  test('is of the same template however it is spelt, and of no other', async () => {
    const understood = arrivals.filter(({ template }) => template.tree.kind === 'select').slice(0, 150);
    const styles = Array.from({ length: STYLES }, (_, style) => style);
    const texts = understood.flatMap((one) => styles.map((style) => spell(one, style)));
    const found = await reader.read(texts, new Float64Array(texts.length).fill(epoch));
    const ofEach = understood.map((_, at) => {
      const fingerprints = new Set(styles.map((style) => found[at * STYLES + style].shape.fingerprint));
      expect([...fingerprints], texts[at * STYLES]).toHaveLength(1);
      return [...fingerprints][0];
    });
    expect(new Set(ofEach).size).toBeGreaterThan(0.98 * understood.length);
  });
});
