import { expect, test } from 'vitest';
import { Refusal, refuseIfAny } from '../src/index.ts';

test('refuses for all problems at once, with advice on all of them last, and for none not at all', () => {
  expect(() => refuseIfAny('bad rows', ['a is negative', 'b is missing'], 'mend them')).toThrow(
    new Refusal('bad rows', ['a is negative', 'b is missing', 'mend them']),
  );
  expect(() => refuseIfAny('bad rows', [], 'mend them')).not.toThrow();
});
