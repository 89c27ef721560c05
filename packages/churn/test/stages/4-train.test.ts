import { rocAuc } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainedModel } from '../../src/domain.ts';
import { train } from '../../src/stages/4-train.ts';
import { type SmallRun, splitSmall, trainHere } from '../small-world.ts';

describe('train', () => {
  let run: SmallRun;
  let model: TrainedModel;
  beforeAll(async () => {
    run = await splitSmall();
    model = await train(run.set, run.folds.final, { engine: 'gbm', seed: 7, trainBooster: trainHere });
  });
  afterAll(() => run.ingested.lake.close());

  it('ranks accounts of later weeks far better than chance', () => {
    const { set, folds } = run;
    const label = Float32Array.from(folds.final.test, (row) => set.y[row]);
    expect(rocAuc(label, model.scorer.margin(set, folds.final.test))).toBeGreaterThan(0.75);
  });

  it('finds the planted interactions: workload and renewal are among the features it splits on', () => {
    const names = model.booster!.featureNames;
    const used = new Set(model.booster!.trees.flatMap((tree) => Array.from(tree.splitFeature, (at) => names[at])));
    expect([...used]).toEqual(expect.arrayContaining(['jobs_share_84d', 'days_to_commit_end', 'users_ratio_28_84']));
  });

  it('grows the same trees for the same seed, and others for another', async () => {
    const treesOf = async (seed: number) => {
      const { booster } = await train(run.set, run.folds.final, { engine: 'gbm', seed, trainBooster: trainHere });
      return toXgboostJson(booster!);
    };
    const trees = toXgboostJson(model.booster!);
    expect(await treesOf(7)).toBe(trees);
    expect(await treesOf(8)).not.toBe(trees);
  });
});
