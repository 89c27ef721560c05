import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, DETECTORS, type Evidence } from '../../src/audit.ts';
import type { CalibratedModel, Evaluation } from '../../src/domain.ts';
import { plantLeak } from '../../src/failure-modes/leaky-crm.ts';
import { split } from '../../src/stages/3-split.ts';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { judgeGate } from '../../src/stages/7-register.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('evaluate', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  let evaluation: Evaluation;
  let evidence: Evidence;
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    evaluation = await evaluate(run.set, model, [], { truthDir: run.ingested.truthDir, seed: 7 });
    evidence = { set: run.set, split: run.folds, calendar: run.ingested.calendar, evaluation, today: null };
  }, 120_000);
  afterAll(() => run.ingested.lake.close());

  it('places the model between the rule and the observable ceiling', () => {
    const rule = evaluation.ladder.find(({ name }) => name === 'csm_rule')!;
    expect(evaluation.averagePrecision.estimate).toBeGreaterThan(rule.averagePrecision.estimate);
    expect(evaluation.averagePrecision.estimate).toBeLessThan(evaluation.ceilings!.observable.estimate);
    expect(evaluation.ceilings!.observable.estimate).toBeLessThan(evaluation.ceilings!.clairvoyant.estimate);
  });

  it('scores prevalence at the base rate', () => {
    expect(evaluation.ladder[0].averagePrecision.estimate).toBeCloseTo(evaluation.baseRate, 10);
  });

  it('knows no ceiling without a truth', async () => {
    const blind = await evaluate(run.set, model, [], { truthDir: null, seed: 7 });
    expect(blind.ceilings).toBeNull();
    expect(judgeGate(blind, audit(evidence)).checks.map(({ name }) => name)).not.toContain('gap closed');
  });

  it('finds no leak in the honest features, none of which is too good alone', () => {
    const verdict = audit(evidence);
    expect(verdict.findings).toEqual([]);
    expect(verdict.singleFeatureAuc[0].auc).toBeLessThan(0.75);
  });

  it('refuses the planted CRM leak, and would not without its detectors', async () => {
    const leaky = await plantLeak(run.ingested, run.set);
    const planted = { ...evidence, set: leaky };
    const subjects = audit(planted).findings.map(({ subject }) => subject);
    expect(subjects.some((subject) => subject.startsWith('crm'))).toBe(true);
    const { 'available at the decision': _, 'single-feature AUC': __, ...without } = DETECTORS;
    expect(audit(planted, without).passed).toBe(true);
  });

  const faults: Readonly<Record<string, () => Partial<Evidence>>> = {
    'available at the decision': () => ({
      set: { ...run.set, maxAvailableAtBySource: { usage: run.set.decidedAt.map((at) => at + 1) } },
    }),
    'single-feature AUC': () => ({
      set: { ...run.set, names: ['oracle'], columns: [run.set.y.map((y) => (Number.isNaN(y) ? 0 : y))] },
    }),
    'as of then against now': () => ({
      today: {
        rows: Uint32Array.of(0, 1),
        columns: run.set.columns.map((column) => column.slice(0, 2).map((v) => v + 1)),
      },
    }),
    'own label window': () => ({
      set: { ...run.set, maxEventTimeBySource: { usage: run.set.decidedAt.map((at) => at + 70 * 86_400_000) } },
    }),
    'overlap of label windows': () => {
      const near = { ...run.folds.final, train: run.folds.final.test };
      return { split: { ...split(run.set, run.ingested.calendar), final: near } };
    },
    'score above the ceiling': () => ({
      evaluation: {
        ...evaluation,
        ceilings: {
          ...evaluation.ceilings!,
          modelMinusObservable: { estimate: 0.1, low: 0.05, high: 0.15, standardError: 0.02 },
        },
      },
    }),
  };
  it.each(Object.keys(DETECTORS))('has a detector that can fail and can be removed: %s', (name) => {
    const planted = { ...evidence, ...faults[name]() };
    expect(audit(planted).findings.map(({ detector }) => detector)).toContain(name);
    const without = Object.fromEntries(Object.entries(DETECTORS).filter(([other]) => other !== name));
    expect(audit(planted, without).findings.map(({ detector }) => detector)).not.toContain(name);
  });
});
