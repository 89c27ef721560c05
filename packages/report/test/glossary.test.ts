import { expect, test } from 'vitest';
import { firstAppearances } from '../src/glossary.ts';
import { parseInline } from '../src/inline.ts';

const glossary = {
  ceiling: 'the best possible',
  'observable ceiling': 'the best possible from what is known',
  lift: 'a ratio',
};

test('a term is marked and defined where it first appears, and only there', () => {
  const mark = firstAppearances(glossary);
  const first = mark(parseInline('The Ceilings are high; the ceiling stays.'));
  expect(first.inlines).toEqual([
    { kind: 'text', text: 'The ' },
    { kind: 'term', text: 'Ceilings' },
    { kind: 'text', text: ' are high; the ceiling stays.' },
  ]);
  expect(first.definitions).toEqual([{ term: 'ceiling', definition: 'the best possible' }]);
  expect(mark(parseInline('The ceiling again.')).definitions).toEqual([]);
});

test('a longer term wins over the shorter one inside it', () => {
  const { definitions } = firstAppearances(glossary)(parseInline('An observable ceiling.'));
  expect(definitions.map(({ term }) => term)).toEqual(['observable ceiling']);
});

test('terms inside words, code and links are left alone', () => {
  const { definitions } = firstAppearances(glossary)(parseInline('`ceiling` [ceiling](x) forklift ceiling-like'));
  expect(definitions).toEqual([]);
});
