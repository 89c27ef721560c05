import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { declareAnswer } from '../src/declare-answer.ts';

const folder = mkdtempSync(join(tmpdir(), 'answer-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'answer'));
writeFileSync(
  join(folder, 'answer', '1.md'),
  'It found {{found}}, in five worlds {{worlds}} ([code](../src/code.ts)).\n',
);

const run = {
  ingested: { source: { kind: 'simulated', generator: 'abc' } },
  audit: { passed: true },
  found: '0.7',
} as const;
const metrics = {
  ...{ run_id: 'a', seconds: {}, peak_rss_mib: 1, paths: {}, rows: { test: 3 } },
  gate: { passed: true, checks: [] },
};
const { answerOf, writeAnswer, codeValues } = declareAnswer<
  Omit<typeof run, 'found'> & { found: string },
  typeof metrics
>({
  parts: pathToFileURL(join(folder, 'answer/')),
  values: { settings: { rounds: 10 } },
  figuresOf: ({ found }) => ({ found }),
  figuresOfWorlds: (facts) => ({ worlds: facts.gatePassed ? '0.6' : 'unknown' }),
});

test('an answer is written from a run and from many worlds, with the facts to write it again', () => {
  const files = answerOf(run, metrics, '../code/src');
  expect(files['ANSWER.md']).toBe('It found 0.7, in five worlds 0.6 ([code](../code/src/code.ts)).\n');
  const facts = JSON.parse(files['answer.json']);
  expect(facts).toEqual({
    madeWith: { world: 'abc', ...codeValues },
    ...{ metrics: { rows: { test: 3 } }, gatePassed: true, figures: { found: '0.7' } },
  });
  expect(writeAnswer(facts)).toContain('(src/code.ts)');
});

test('a run of own files, or one that was refused, has no answer', () => {
  expect(answerOf({ ...run, audit: { passed: false } } as never, metrics, '')).toEqual({});
  expect(answerOf({ ...run, ingested: { source: { kind: 'files' } } } as never, metrics, '')).toEqual({});
});
