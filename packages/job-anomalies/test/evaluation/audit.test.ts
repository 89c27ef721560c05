import { ALL_DETECTORS } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { audit, causeInCounterfactual } from '../../src/evaluation/audit.ts';
import { COUNTERFACTUAL, PAGE_FEATURES } from '../../src/features.ts';
import { evaluation, folds, model, set } from '../small-run.ts';

const honest = { set, folds, evaluation, model };
it('finds nothing in an honest run, and says what it could not look at', () => {
  const { passed, findings, checked, notApplicable } = audit(honest);
  expect({ passed, refused: findings.filter(({ severity }) => severity === 'refused') }).toEqual({
    passed: true,
    refused: [],
  });
  expect(checked.length + notApplicable.length).toBe(ALL_DETECTORS.length + 1);
  expect(notApplicable.map(({ detector }) => detector)).toEqual(['as-of-against-now']);
});

it('refuses a counterfactual that knows of a deploy, and no other detector does', () => {
  const [median] = model.counterfactual;
  const told = { ...median, featureNames: [...median.featureNames, 'hours_since_deploy'] };
  const { passed, findings } = audit({ ...honest, model: { counterfactual: [told] } });
  const refused = findings.filter(({ severity }) => severity === 'refused');
  expect(passed).toBe(false);
  expect(refused.map(({ detector, subject }) => [detector, subject])).toEqual([
    ['cause-in-counterfactual', 'hours_since_deploy'],
  ]);
  expect(audit({ ...honest, model: { counterfactual: [told] } }, ALL_DETECTORS).passed).toBe(true);
});

it('knows causes from nuisances, also where they are derived', () => {
  const suspects = (names: readonly string[]) => {
    const found = causeInCounterfactual(names).detect({});
    return 'notApplicable' in found ? [] : found.map(({ subject }) => subject);
  };
  expect(suspects(COUNTERFACTUAL)).toEqual([]);
  expect(suspects(PAGE_FEATURES)).toContain('worthy_14d');
});
