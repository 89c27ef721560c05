import { describe, expect, it } from 'vitest';
import { type BatchBefore, judgeBatch } from '../../src/score/judge-batch.ts';
import { FAULTS, plantFault } from '../../src/score/plant-fault.ts';
import { toyRun } from './toy-batch.ts';

const run = toyRun();
const mean = run.batch.probability.reduce((sum, one) => sum + one, 0) / run.batch.probability.length;
const before: BatchBefore = { decidedOn: '2026-01-04', rows: 200, meanProbability: mean };
const failedOf = (of: typeof run, last: BatchBefore | null = before) =>
  judgeBatch(of, last)
    .checks.filter(({ passed }) => !passed)
    .map(({ name }) => name);

describe('a batch', () => {
  it('that is as it should be passes', () => {
    expect(judgeBatch(run, before)).toMatchObject({ passed: true, skipped: [] });
  });

  it.each([
    ['half-the-rows', ['rows']],
    ['missing-column', ['missing-values']],
    ['other-unit', ['known-range']],
    ['lost-calibrator', ['mean-probability']],
    ['wrong-fingerprint', ['feature-fingerprint']],
    ['none', []],
  ] as const)('with a planted fault fails by what sees it, and by nothing else: %s', (fault, checks) => {
    expect(failedOf(plantFault(run, fault))).toEqual(checks);
  });

  it('has a planted fault for every name that can be typed', () => {
    for (const fault of FAULTS) expect(plantFault(run, fault) === run).toBe(fault === 'none');
  });

  it('that scores somebody twice, or with what is no number, fails', () => {
    const { batch } = run;
    const twice = { ...batch, entityId: batch.entityId.map((id, row) => (row === 1 ? 'acct-0' : id)) };
    expect(failedOf({ ...run, batch: twice })).toEqual(['one-row-each']);
    const lost = { ...batch, score: batch.score.map((one, row) => (row === 3 ? Number.NaN : one)) };
    expect(failedOf({ ...run, batch: lost })).toEqual(['finite-scores']);
    const beyond = { ...batch, probability: batch.probability.map((one, row) => (row === 3 ? 1.5 : one)) };
    expect(failedOf({ ...run, batch: beyond })).toEqual(['probabilities']);
  });

  it('without one before it, or by a rule, says by name what could not be asked', () => {
    expect(judgeBatch(run, null).skipped.map(({ name }) => name)).toEqual(['mean-probability']);
    const byRule = { ...run, champion: { kind: 'rule', version: null, why: null } as const };
    const { passed, skipped } = judgeBatch(byRule, before);
    expect(passed).toBe(true);
    expect(skipped.map(({ name }) => name)).toEqual(['probabilities', 'columns', 'mean-probability']);
  });

  it('of nobody fails', () => {
    const { batch } = run;
    const read = { ...batch.read, columns: [[]] };
    const empty = { ...batch, entityId: [], score: new Float64Array(), probability: new Float64Array(), read };
    expect(failedOf({ ...run, batch: empty }, null)).toEqual(['rows']);
  });
});
