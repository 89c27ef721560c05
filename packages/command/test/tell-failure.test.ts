import { expect, it } from 'vitest';
import { Refusal, tellFailure } from '../src/index.ts';

it.each([
  [
    'a refusal',
    new Refusal('dir was not read', ['no a.csv', 'no b.csv']),
    'dir was not read\n  - no a.csv\n  - no b.csv',
  ],
  [
    'an error of a library that knows what to do next',
    Object.assign(new Error('log: damaged; restore it'), { next: 'restore it' }),
    'log: damaged; restore it',
  ],
  [
    'the operating system',
    Object.assign(new Error('EACCES: open x'), { code: 'EACCES', syscall: 'open' }),
    'EACCES: open x',
  ],
  [
    'a full disk, with what to do',
    Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC', syscall: 'write' }),
    'ENOSPC: write; free some disk space and run again',
  ],
])('%s is told in words', (_, failure, words) => {
  expect(tellFailure(failure)).toBe(words);
});

it('a mistake of ours shows where it happened', () => {
  expect(tellFailure(new TypeError('x is not a function'))).toMatch(/x is not a function\n\s+at .*tell-failure\.test/);
});
