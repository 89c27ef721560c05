import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { fillTemplates, hashModules, writeAnswer } from '../src/answer.ts';

const template = (text: string) => [{ name: '1-scope.md', text }];

test('figures stand where they are named, as often as they are', () => {
  expect(fillTemplates(template('{{a}} of {{b}}, or {{a}}.'), { a: '1', b: '2' })).toBe('1 of 2, or 1.');
});

test('a figure that nothing gives is refused, with those there are', () => {
  expect(() => fillTemplates(template('{{precison}}'), { precision: '1' })).toThrow(
    'answer, 1-scope.md: names {{precison}}, which is not among the figures: precision',
  );
});

test('a figure that no text names is refused', () => {
  expect(() => fillTemplates(template('{{a}}'), { a: '1', b: '2' })).toThrow(
    'no template names b; write {{b}} somewhere',
  );
});

test('a paragraph is one line, and one that is empty disappears; lists and tables keep their lines', () => {
  const text = '# Title\n\n**First.** Two\nlines.\n\n{{maybe}}\n\n- a\n- b\n\n| x |\n| - |\n';
  expect(fillTemplates(template(text), { maybe: '' })).toBe(
    '# Title\n\n**First.** Two lines.\n\n- a\n- b\n\n| x |\n| - |',
  );
});

test('an answer is the files of a folder in the order of their names, its links leading to the source', () => {
  const folder = mkdtempSync(join(tmpdir(), 'answer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '2-b.md'), 'Then {{b}}.');
  writeFileSync(join(folder, '1-a.md'), '# A\n\nSee [a.ts](../src/a.ts).\n');
  writeFileSync(join(folder, 'notes.txt'), 'not a part');
  const answer = writeAnswer(pathToFileURL(`${folder}/`), { b: '2' }, '../../code/src');
  expect(answer).toBe('# A\n\nSee [a.ts](../../code/src/a.ts).\n\nThen 2.\n');
});

test('the hash of a module changes with a value, and not with order, functions or who imports', () => {
  const hashOf = (settings: object) => hashModules({ settings }).settings;
  const values = { rate: 0.3, train: { eta: 0.1 } };
  expect(hashOf(values)).toMatch(/^[0-9a-f]{12}$/);
  expect(hashOf({ train: { eta: 0.1 }, rate: 0.3, of: () => 1 })).toBe(hashOf(values));
  expect(hashOf({ ...values, train: { eta: 0.2 } })).not.toBe(hashOf(values));
  expect(hashOf({ rate: 0.3 })).not.toBe(hashOf(values));
});
