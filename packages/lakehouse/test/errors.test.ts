import { expect, test } from 'vitest';
import { LakeError, rewordFailures } from '../src/errors.ts';

const reworded = (cause: Error): Promise<LakeError> =>
  rewordFailures('usage_daily', 'every row to be stored', () => {
    throw cause;
  }).catch((failure) => failure);

test.each([
  // The texts of DuckDB 1.5.6 and Node 20 on Linux.
  [new Error('IO Error: Could not write file "part.parquet": No space left on device'), 'free some disk space'],
  [Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }), 'free some disk space'],
  [Object.assign(new Error('EDQUOT: disk quota exceeded, write'), { code: 'EDQUOT' }), 'free some disk space'],
  [Object.assign(new Error('EROFS: read-only file system, open'), { code: 'EROFS' }), 'make the directory writable'],
  [Object.assign(new Error('EACCES: permission denied, mkdir'), { code: 'EACCES' }), 'make the directory writable'],
  [Object.assign(new Error('ENOTDIR: not a directory, mkdir'), { code: 'ENOTDIR' }), 'choose another directory'],
  [new Error("Conversion Error: Could not convert string 'x' to INT32\n\nLINE 1: …"), 'correct the value'],
])('%s gets its own next step', async (cause, next) => {
  const failure = await reworded(cause);
  expect(failure).toBeInstanceOf(LakeError);
  expect(failure.subject).toBe('usage_daily');
  expect(failure.found).not.toContain('\n');
  expect(failure.next).toContain(next);
  expect(failure.cause).toBe(cause);
});

test('a failure that already speaks of the lake is passed on', async () => {
  const failure = new LakeError({ subject: 's', found: 'f', expected: 'e', next: 'n' });
  expect(await reworded(failure)).toBe(failure);
  expect(failure.message).toBe('s: found f; expected e; n');
});
