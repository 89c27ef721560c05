import { ALL_DETECTORS } from '@applied-modeling/feature-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyCost } from '../../src/domain.ts';
import { type AuditedRun, audit } from '../../src/evaluation/audit.ts';
import { hourQuantiles } from '../../src/evaluation/window.ts';
import { leakSmall, type SmallRun, splitSmall } from '../small-world.ts';

/** An evaluation whose model costs `difference` dollars more than the oracle; the audit looks at nothing else of it. */
const evaluationAt = (difference: number): AuditedRun['evaluation'] => {
  const modelMinusThis = { estimate: difference, low: 0, high: 0, standardError: 20_000, excludesZero: true };
  return { policies: [{ role: 'oracle', modelMinusThis } as PolicyCost] };
};

describe('audit', () => {
  let run: SmallRun;
  let honest: AuditedRun;
  let leaky: AuditedRun;
  beforeAll(async () => {
    run = await splitSmall();
    honest = { set: run.set, split: run.folds, evaluation: evaluationAt(100_000) };
    leaky = { ...honest, set: await leakSmall() };
  });
  afterAll(() => run.ingested.lake.close());

  it('finds nothing in an honest run, and says which detector had nothing to look at', () => {
    const verdict = audit(honest);
    expect(verdict.findings).toEqual([]);
    expect(verdict.checked).toEqual(
      ALL_DETECTORS.map(({ name }) => name).filter((name) => name !== 'as-of-against-now'),
    );
    expect(verdict.notApplicable).toMatchObject([{ detector: 'as-of-against-now' }]);
  });

  it('shows every feature alone, best first, none of them too good', () => {
    const { singleFeatureAucs } = audit(honest);
    expect(singleFeatureAucs.map(({ name }) => name).toSorted()).toEqual(run.set.names.toSorted());
    expect(singleFeatureAucs[0].auc).toBeGreaterThan(0.55);
    expect(singleFeatureAucs[0].auc).toBeLessThan(0.75);
  });

  it('refuses launches read by the day they took effect, and names their table and what to do', () => {
    const verdict = audit(leaky);
    expect(verdict.passed).toBe(false);
    expect(verdict.findings).toMatchObject([{ detector: 'availability', subject: 'launches', severity: 'refused' }]);
    expect(verdict.findings[0].whatToDo).toContain('as-of door');
  });

  it('would let the planted leak pass without the one detector that sees it', () => {
    expect(
      audit(
        leaky,
        ALL_DETECTORS.filter(({ name }) => name !== 'availability'),
      ).passed,
    ).toBe(true);
  });

  it('looks at the sources of every feature that has a clock', () => {
    expect(Object.keys(run.set.maxAvailableAtBySource)).toEqual(
      expect.arrayContaining(['usage_hourly', 'scheduled_jobs', 'tenants', 'launches', 'calendar']),
    );
    for (const clock of Object.values(run.set.maxAvailableAtBySource))
      expect(clock.some((at) => !Number.isNaN(at))).toBe(true);
  });

  /** A planted fault for every detector that can look, and what the audit says of it. */
  const faults: Readonly<Record<string, { plant: () => Partial<AuditedRun>; said: string }>> = {
    availability: {
      plant: () => ({
        set: { ...run.set, maxAvailableAtBySource: { usage_hourly: run.set.decidedAt.map((at) => at + 1) } },
      }),
      said: 'availability: usage_hourly',
    },
    'own-label-window': {
      plant: () => ({
        set: { ...run.set, maxEventTimeBySource: { usage_hourly: run.set.decidedAt.map((at) => at + 5 * 86_400_000) } },
      }),
      said: 'own-label-window: usage_hourly',
    },
    'single-feature-auc': {
      plant: () => {
        const best = hourQuantiles(run.set.demand);
        const known = run.set.anchor.map((anchor, row) => best[row] / anchor);
        return { set: { ...run.set, columns: [known, ...run.set.columns.slice(1)] } };
      },
      said: 'single-feature-auc: log_anchor',
    },
    'label-window-overlap': {
      plant: () => {
        const near = { ...run.folds.final, train: run.folds.final.test.slice(0, 100) };
        return { split: { ...run.folds, final: near } };
      },
      said: 'label-window-overlap: final: training, test',
    },
    'above-the-ceiling': {
      plant: () => ({ evaluation: evaluationAt(-100_000) }),
      said: 'above-the-ceiling: model score',
    },
  };

  it('has a planted fault for every detector that looked', () => {
    expect(Object.keys(faults)).toEqual(audit(honest).checked);
  });

  it.each(Object.entries(faults))(
    'refuses a fault by %s, whose removal takes that finding and no other',
    (name, { plant, said }) => {
      const planted = { ...honest, ...plant() };
      const refusals = (detectors = ALL_DETECTORS) =>
        audit(planted, detectors)
          .findings.filter(({ severity }) => severity === 'refused')
          .map(({ detector, subject }) => `${detector}: ${subject}`);
      expect(refusals()).toEqual([said]);
      expect(refusals(ALL_DETECTORS.filter((detector) => detector.name !== name))).toEqual([]);
    },
  );
});
