import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut, type ScreenBlock, steps } from '../src/screen.ts';

const linesOf = (block: ScreenBlock, columns = 40) => layOut([block], columns).trim().split('\n');

test('facts share a label column, and a value goes on under its value', () => {
  const text = layOut(
    [
      {
        kind: 'facts',
        facts: [
          { label: 'gap', value: 'half of the way to the ceiling and a little more' },
          { label: 'calibration', value: 'slope 1.04 [0.73, 1.35], error 2.9%' },
        ],
      },
    ],
    40,
  );
  expect(text).toBe(`
  gap          half of the way to the
               ceiling and a little more
  calibration  slope 1.04 [0.73, 1.35],
               error 2.9%

`);
});

test('phrases break only between one another', () => {
  const value = steps('the rule 0.046', 'logistic 0.523', 'model 0.542 [0.169, 0.753]');
  expect(linesOf({ kind: 'facts', facts: [{ label: 'score', value }] })).toEqual([
    'score  the rule 0.046 →',
    '         logistic 0.523 →',
    '         model 0.542 [0.169, 0.753]',
  ]);
});

test('an estimate and its interval stay on one line', () => {
  expect(linesOf({ kind: 'sentence', text: 'The model closes as much as 88% [81%, 94%] of it' })).toEqual([
    'The model closes as much as',
    '88% [81%, 94%] of it',
  ]);
});

test('what is listed hangs behind its mark, and what belongs to it lies below', () => {
  const items = [{ text: '✗ slope: found 2; required within 0.9 and 1.1', below: ['→ calibrate on more rows'] }];
  expect(linesOf({ kind: 'facts', facts: [{ label: 'gate', value: 'not passed', items }] })).toEqual([
    'gate  not passed',
    '    ✗ slope: found 2; required within',
    '      0.9 and 1.1',
    '      → calibrate on more rows',
  ]);
});

test('a command that goes on ends its line with a backslash, so that a copy of it runs', () => {
  const value = 'ALLOW=true server start --from file:///somewhere/far/away/beyond/the/edge';
  expect(linesOf({ kind: 'facts', facts: [{ label: 'open', value, isCommand: true }] })).toEqual([
    'open  ALLOW=true server start --from \\',
    '        file:///somewhere/far/away/beyond/the/edge',
  ]);
});

describe('a table', () => {
  const rows = [
    { 'ordered by': 'risk', right: '72%', 'net [95 %]': '−$15.8K [−$25K, −$5K]' },
    { 'ordered by': 'lot', right: '4%', 'net [95 %]': '' },
  ];

  test('that fits has a line a row', () => {
    expect(linesOf({ kind: 'table', rows, note: 'twelve weeks' }, 60)).toEqual([
      'ordered by  right             net [95 %]',
      '  risk          72%  −$15.8K [−$25K, −$5K]',
      '  lot            4%',
      '  (twelve weeks)',
    ]);
  });

  test('that does not fit puts its last columns below their row, with their titles', () => {
    expect(linesOf({ kind: 'table', rows }, 38)).toEqual([
      'ordered by  right',
      '  risk          72%',
      '    net [95 %]: −$15.8K [−$25K, −$5K]',
      '  lot            4%',
    ]);
  });

  test('has words on the left', () => {
    expect(linesOf({ kind: 'table', words: ['to see'], rows: [{ 'try next': 'a', 'to see': 'b' }] })[1]).toBe(
      '  a         b',
    );
  });
});

test('blocks stand apart, and one without lines leaves no gap', () => {
  const sentence = { kind: 'sentence', text: 'One.' } as const;
  expect(layOut([sentence, { kind: 'facts', facts: [] }, { kind: 'table', rows: [] }, sentence])).toBe(
    '\nOne.\n\nOne.\n\n',
  );
});

test('no line is longer than the screen, whatever is said in words of ordinary length', () => {
  const words = fc.array(fc.stringMatching(/^[a-z0-9$%,✗→−]{1,12}$/), { minLength: 1, maxLength: 40 });
  const label = fc.stringMatching(/^[a-z ]{1,20}$/);
  const block: fc.Arbitrary<ScreenBlock> = fc.oneof(
    words.map((text) => ({ kind: 'sentence' as const, text: text.join(' ') })),
    fc.tuple(label, words, words, fc.boolean()).map(([label, value, item, isCommand]) => ({
      kind: 'facts' as const,
      facts: [{ label, value: value.join(' '), isCommand, items: [{ text: item.join(' '), below: [item.join(' ')] }] }],
    })),
    fc
      .array(fc.tuple(label, label, label), { minLength: 1, maxLength: 4 })
      .map((rows) => ({ kind: 'table' as const, rows: rows.map(([a, b, c]) => ({ a, b, c })) })),
  );
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      for (const line of layOut(blocks, 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    }),
  );
});
