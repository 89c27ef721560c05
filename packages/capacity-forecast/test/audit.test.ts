import { ALL_DETECTORS } from '@applied-modeling/feature-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditedRun, audit } from '../src/audit.ts';
import type { PolicyCost } from '../src/domain.ts';
import { HOURS } from '../src/label.ts';
import { features } from '../src/stages/2-features.ts';
import { ingestSmall, type SmallRun, splitSmall } from './small-world.ts';

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
    leaky = { ...honest, set: await features(run.ingested, true) };
  });
  afterAll(() => run.ingested.lake.close());

  it('finds nothing in an honest run, and says which detector had nothing to look at', () => {
    const verdict = audit(honest);
    expect(verdict.findings).toEqual([]);
    expect(verdict.checked).toEqual(
      ALL_DETECTORS.map(({ name }) => name).filter((name) => name !== 'as-of-against-now'),
    );
    expect(verdict.notApplicable).toMatchObject([
      { detector: 'as-of-against-now', why: expect.stringContaining('test') },
    ]);
  });

  it('changes no row when the history goes on: what was known on a Thursday stays what it was', async () => {
    const earlier = await ingestSmall(run.ingested.calendar.historyWeeks - 12);
    try {
      const then = await features(earlier);
      for (const [index, name] of then.names.entries()) {
        expect(then.columns[index], name).toEqual(run.set.columns[index].slice(0, then.rows));
      }
      expect(then.anchor).toEqual(run.set.anchor.slice(0, then.rows));
    } finally {
      earlier.lake.close();
    }
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

  const faults: Readonly<Record<string, () => Partial<AuditedRun>>> = {
    availability: () => ({
      set: { ...run.set, maxAvailableAtBySource: { usage_hourly: run.set.decidedAt.map((at) => at + 1) } },
    }),
    'own-label-window': () => ({
      set: { ...run.set, maxEventTimeBySource: { usage_hourly: run.set.decidedAt.map((at) => at + 5 * 86_400_000) } },
    }),
    'single-feature-auc': () => {
      const meanOfWeek = (row: number) =>
        run.set.demand.subarray(row * HOURS, (row + 1) * HOURS).reduce((sum, nodes) => sum + nodes, 0) / HOURS;
      const known = run.set.anchor.map((anchor, row) => meanOfWeek(row) / anchor);
      return { set: { ...run.set, columns: [known, ...run.set.columns.slice(1)] } };
    },
    'label-window-overlap': () => {
      const near = { ...run.folds.final, train: run.folds.final.test.slice(0, 100) };
      return { split: { ...run.folds, final: near } };
    },
    'above-the-ceiling': () => ({ evaluation: evaluationAt(-100_000) }),
  };
  it.each(Object.keys(faults))('has a detector that can fail and can be removed: %s', (name) => {
    const planted = { ...honest, ...faults[name]() };
    const detectorsOf = (detectors = ALL_DETECTORS) =>
      audit(planted, detectors).findings.map(({ detector }) => detector);
    expect(detectorsOf()).toContain(name);
    expect(detectorsOf(ALL_DETECTORS.filter((detector) => detector.name !== name))).not.toContain(name);
  });
});
