import { describe, expect, test } from 'vitest';
import { bestSimpler, learnedRoles, type NamedRung, rungOf, shippedOf } from '../../src/index.ts';

const ladder = [
  { name: 'prevalence', role: 'floor', ap: 0.04 },
  { name: 'rule_in_force', role: 'incumbent', ap: 0.05 },
  { name: 'logistic', role: 'simple', ap: 0.4 },
  { name: 'gbm', role: 'model', ap: 0.5 },
  { name: 'observable', role: 'ceiling', ap: 0.6 },
] as const satisfies readonly (NamedRung & { readonly ap: number })[];

describe('roles of a ladder', () => {
  test('find a rung, or say which there are', () => {
    expect(rungOf(ladder, 'incumbent').name).toBe('rule_in_force');
    expect(() => rungOf(ladder, 'business')).toThrow(
      'ladder: found 0 rungs of role business among prevalence, rule_in_force, logistic, gbm, observable, expected 1',
    );
    expect(() => rungOf([...ladder, ...ladder], 'model')).toThrow('found 2 rungs of role model');
  });

  test('tell what is simpler than the model, and the best of it', () => {
    expect(bestSimpler(ladder, ({ ap }) => ap).name).toBe('logistic');
    expect(bestSimpler(ladder, ({ ap }) => -ap).name).toBe('prevalence');
    expect(bestSimpler(ladder, ({ ap }) => ap, ['floor', 'incumbent']).name).toBe('rule_in_force');
    expect(() => bestSimpler(ladder, ({ name, ap }) => (name === 'prevalence' ? Number.NaN : ap))).toThrow(
      'ladder: the worth of prevalence is NaN',
    );
    expect(() => bestSimpler(ladder.slice(3), ({ ap }) => ap)).toThrow('no rung is one of floor, baseline');
  });

  test.each([
    ['trees', ['simple', 'simple', 'model']],
    ['line', ['simple', 'model', 'unproven']],
    // What is more elaborate is no simpler rung to beat, however close it comes.
    ['mean', ['model', 'unproven', 'unproven']],
  ])('where the %s ships, it has to beat the simpler ones and no other', (ships, roles) => {
    const learned = ['mean', 'line', 'trees'].map((name) => ({ name }));
    expect(learnedRoles(learned, { ships: { name: ships } })).toEqual(roles);
    expect(shippedOf(learned, { ships: { name: ships } })).toBe(learned[roles.indexOf('model')]);
  });

  test('say so where what ships was not learned', () => {
    expect(() => shippedOf(ladder.slice(2, 4), { ships: ladder[1] })).toThrow(
      'found rule_in_force, expected one of logistic, gbm',
    );
  });
});
