import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibratedModel, Evaluation } from '../../src/domain.ts';
import { calibrateSmall, evaluateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('evaluate', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  let evaluation: Evaluation;
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    evaluation = await evaluateSmall(run, model, run.ingested.truthDir);
  });
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
    const blind = await evaluateSmall(run, model, null);
    expect(blind.ceilings).toBeNull();
  });
});
