import { ALL_DETECTORS } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { audit } from '../../src/evaluation/audit.ts';
import { leakingFeatures } from '../../src/features.ts';
import { evaluation, folds, set } from '../small-run.ts';

const refused = ({ findings }: ReturnType<typeof audit>) =>
  findings.filter(({ severity }) => severity === 'refused').map(({ detector, subject }) => [detector, subject]);

it('finds nothing to refuse in an honest run, and says what it could not look at', () => {
  const found = audit({ set, folds, evaluation });
  expect([found.passed, refused(found)]).toEqual([true, []]);
  expect(found.checked.length + found.notApplicable.length).toBe(ALL_DETECTORS.length + 1);
});

it('refuses the column from after the fact by name, and no other detector sees it where its clock is hidden', () => {
  const leaking = { set: { ...set, definition: leakingFeatures }, folds, evaluation };
  expect(refused(audit(leaking))).toEqual([['post-execution-column', 'total_duration_ms']]);
  expect(audit(leaking, ALL_DETECTORS).passed).toBe(true);
});
