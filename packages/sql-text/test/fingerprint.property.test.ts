import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSqlReader, type SqlReader } from '../src/sql-reader.ts';
import { randomQuery, randomWhims, whims, write } from './random-query.ts';

let reader: SqlReader;
beforeAll(async () => {
  reader = await openSqlReader();
});
afterAll(() => reader.close());

const shape = async (text: string) => (await reader.readOne(text, 0)).shape;

it('is the same for literals, lists, case, space, comments, quotes, parentheses, aliases and names of CTEs of any kind', async () => {
  await fc.assert(
    fc.asyncProperty(randomQuery(), randomWhims, async (query, seed) => {
      const [plain, dressed] = [write(query, whims(0)), write(query, whims(seed))];
      const [expected, found] = [await shape(plain), await shape(dressed)];
      expect(expected.kind, plain).toBe('understood');
      expect(found, `${plain}\n${dressed}`).toEqual(expected);
    }),
    { numRuns: 300, seed: 7 },
  );
});

it('differs where two queries differ in anything else', async () => {
  await fc.assert(
    fc.asyncProperty(randomQuery(1), randomQuery(1), async (left, right) => {
      const texts = [left, right].map((query) => write(query, whims(0)));
      fc.pre(texts[0] !== texts[1]);
      const [one, other] = await Promise.all(texts.map(shape));
      expect(one.fingerprint, texts.join('\n')).not.toBe(other.fingerprint);
    }),
    { numRuns: 300, seed: 7 },
  );
});
