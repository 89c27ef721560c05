import { ALL_DETECTORS, type PresentReading } from '@applied-modeling/feature-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/domain.ts';
import { type AuditedRun, audit } from '../../src/evaluation/audit.ts';
import { readAgain } from '../../src/evaluation/read-again.ts';
import { leakyFeatures } from '../../src/failure-modes/leaky-crm.ts';
import { features } from '../../src/stages/2-features.ts';
import { leakSmall, type SmallRun, splitSmall } from '../small-world.ts';

const CRM = ['crm_is_red', 'crm_is_closed_lost', 'crm_last_note_sentiment', 'crm_current_workspace_count'];

/** An evaluation whose model stays `difference` above the ceiling; the audit looks at nothing else of it. */
const evaluationAbove = (difference: number) =>
  ({
    ceilings: { modelMinusObservable: { estimate: difference, low: 0, high: 0, standardError: 0.02 } },
  }) as Evaluation;

describe('audit', () => {
  let run: SmallRun;
  let honest: AuditedRun;
  let leaky: AuditedRun;
  beforeAll(async () => {
    run = await splitSmall();
    const { ingested, set, folds } = run;
    const now = await readAgain(ingested, set, features);
    honest = { set, split: folds, evaluation: evaluationAbove(-0.1), now };
    const planted = await leakSmall();
    const nowPlanted = await readAgain(ingested, planted, leakyFeatures);
    leaky = { ...honest, set: planted, now: nowPlanted };
  });
  afterAll(() => run.ingested.lake.close());

  it('runs every detector on an honest run and finds nothing, not even something to look at', () => {
    const verdict = audit(honest);
    expect(verdict.findings).toEqual([]);
    expect(verdict.checked).toEqual(ALL_DETECTORS.map(({ name }) => name));
  });

  it('shows every feature alone, best first, none of them too good', () => {
    const { singleFeatureAucs } = audit(honest);
    expect(singleFeatureAucs.map(({ name }) => name).toSorted()).toEqual(run.set.names.toSorted());
    expect(singleFeatureAucs[0].auc).toBeGreaterThan(0.6);
    expect(singleFeatureAucs[0].auc).toBeLessThan(0.75);
    expect(singleFeatureAucs.every(({ auc }, place, all) => place === 0 || auc <= all[place - 1].auc)).toBe(true);
  });

  it('reads the decisions of some hundred accounts again, migrated ids with their successors', () => {
    const { rows, reread } = honest.now;
    const clusters = new Set(Array.from(rows, (row) => run.set.cluster[row]));
    const ids = new Set(Array.from(rows, (row) => run.set.accountId[row]));
    expect(clusters.size).toBe(300);
    expect(ids.size).toBeGreaterThan(clusters.size);
    expect(reread.length).toBe(run.set.names.length);
  });

  it('refuses the planted leak and names the four CRM columns, no honest one', () => {
    const verdict = audit(leaky);
    expect(verdict.passed).toBe(false);
    const suspects = new Set(
      verdict.findings.map(({ subject }) => subject).filter((name) => !name.startsWith('crm (')),
    );
    expect([...suspects].toSorted()).toEqual(CRM.toSorted());
  });

  it('sees by its constancy alone that a CRM column was never read as of anything', () => {
    const { findings } = audit(leaky, [ALL_DETECTORS.find(({ name }) => name === 'as-of-against-now')!]);
    expect(findings.map(({ subject }) => subject)).toEqual(CRM);
  });

  it('would let the planted leak pass without the three detectors that see it', () => {
    const seen = new Set(audit(leaky).findings.map(({ detector }) => detector));
    expect([...seen]).toEqual(['availability', 'as-of-against-now', 'single-feature-auc']);
    expect(
      audit(
        leaky,
        ALL_DETECTORS.filter(({ name }) => !seen.has(name)),
      ).passed,
    ).toBe(true);
  });

  /** A planted fault for every detector, and all that the audit says of it. */
  const faults: Readonly<Record<string, { plant: () => Partial<AuditedRun>; said: readonly string[] }>> = {
    availability: {
      plant: () => ({
        set: { ...run.set, maxAvailableAtBySource: { usage: run.set.decidedAt.map((at) => at + 1) } },
      }),
      said: ['availability: usage'],
    },
    'own-label-window': {
      plant: () => ({
        set: { ...run.set, maxEventTimeBySource: { usage: run.set.decidedAt.map((at) => at + 70 * 86_400_000) } },
      }),
      said: ['own-label-window: usage'],
    },
    'as-of-against-now': {
      plant: () => ({ now: withOneChange(honest.now) }),
      said: ['as-of-against-now: log_baseline_dbu'],
    },
    // What stands in the place of a feature is not what the lake says when it is read again: two detectors see it.
    'single-feature-auc': {
      plant: () => {
        const known = run.set.y.map((y) => (Number.isNaN(y) ? 0 : y));
        return { set: { ...run.set, columns: [known, ...run.set.columns.slice(1)] } };
      },
      said: ['as-of-against-now: log_baseline_dbu', 'single-feature-auc: log_baseline_dbu'],
    },
    'label-window-overlap': {
      plant: () => {
        const near = { ...run.folds.final, train: run.folds.final.test.slice(0, 100) };
        return { split: { ...run.folds, final: near } };
      },
      said: ['label-window-overlap: final: training, test'],
    },
    'above-the-ceiling': {
      plant: () => ({ evaluation: evaluationAbove(0.1) }),
      said: ['above-the-ceiling: model score'],
    },
  };

  it('has a planted fault for every detector', () => {
    expect(Object.keys(faults)).toEqual(ALL_DETECTORS.map(({ name }) => name));
  });

  it.each(Object.entries(faults))(
    'refuses a fault by %s, whose removal takes that finding and no other',
    (name, { plant, said }) => {
      const planted = { ...honest, ...plant() };
      const refusals = (detectors = ALL_DETECTORS) =>
        audit(planted, detectors)
          .findings.filter(({ severity }) => severity === 'refused')
          .map(({ detector, subject }) => `${detector}: ${subject}`);
      expect(refusals()).toEqual(said);
      expect(said.filter((finding) => finding.startsWith(`${name}: `))).toHaveLength(1);
      expect(refusals(ALL_DETECTORS.filter((detector) => detector.name !== name))).toEqual(
        said.filter((finding) => !finding.startsWith(`${name}: `)),
      );
    },
  );
});

function withOneChange(now: PresentReading): PresentReading {
  const [first, ...others] = now.reread;
  const changed = first.map((value, place) => (place === 7 ? value + 1 : value));
  return { ...now, reread: [changed, ...others] };
}
