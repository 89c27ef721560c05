import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibratedModel, Evaluation } from '../../src/domain.ts';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('evaluate', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  let evaluation: Evaluation;
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    evaluation = await evaluate(run.set, model, [], { truthDir: run.ingested.truthDir, seed: 7 });
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
  });
});
