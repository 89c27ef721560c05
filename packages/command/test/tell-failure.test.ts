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
    'a setting that says what was found, what was expected and what to do',
    new RangeError('parameter eta: found -1, expected a number in (0, 1]; see TrainParams'),
    'parameter eta: found -1, expected a number in (0, 1]; see TrainParams',
  ],
  [
    'the operating system, which says where',
    system('ENOTDIR', "ENOTDIR: not a directory, open '/runs/x'", '/runs/x'),
    "ENOTDIR: not a directory, open '/runs/x'",
  ],
  [
    'a full disk, which does not, with what to do',
    system('ENOSPC', 'ENOSPC: no space left on device, write', '/runs/x'),
    "ENOSPC: no space left on device, write '/runs/x'; free some disk space and run again, " +
      'or set APPLIED_MODELING_HOME to another folder',
  ],
])('%s is told in words', (_, failure, words) => {
  expect(tellFailure(failure)).toBe(words);
});

it('a mistake of ours shows where it happened', () => {
  expect(tellFailure(new TypeError('x is not a function'))).toMatch(/x is not a function\n\s+at .*tell-failure\.test/);
});

it.each(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS'])('%s comes with a remedy', (code) => {
  expect(tellFailure(system(code, `${code}: write`))).toMatch(
    /: write; .*, or set APPLIED_MODELING_HOME to another folder$/,
  );
});

function system(code: string, message: string, path?: string): Error {
  return Object.assign(new Error(message), { code, syscall: message.split(/[ ']/).at(-1), ...(path && { path }) });
}
