import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/candidates.ts';
import type { FeatureRows, Ingested, TrainingSet } from '../../src/domain.ts';
import { type Labels, labels, maturesAfterDays } from '../../src/label.ts';
import { features } from '../../src/stages/2-features.ts';
import { joinLabels } from '../../src/training-set/join-labels.ts';
import { ingestSmall } from '../small-world.ts';

describe('the training set', () => {
  let ingested: Ingested;
  let rows: FeatureRows;
  let known: Labels;
  let set: TrainingSet;
  beforeAll(async () => {
    ingested = await ingestSmall();
    const asked = await candidates(ingested, [60, 100, 142, 150]);
    rows = await features(ingested, asked);
    known = await labels(ingested, asked);
    set = await joinLabels(ingested, rows, known);
  });
  afterAll(() => ingested.lake.close());

  it('holds the eligible candidates, each beside its own label', () => {
    const accountId = rows.spine.keys.account_id as readonly string[];
    expect(set.accountId).toEqual(Array.from(rows.eligible, (row) => accountId[row]));
    const baseline = rows.columns[rows.names.indexOf('baseline_dbu_per_day')];
    for (const [index, row] of rows.eligible.entries()) {
      if (!Number.isNaN(set.y[index])) {
        expect(set.y[index] === 1).toBe(known.future_dbu_per_day[row] < 0.3 * baseline[row]);
      }
    }
  });

  it('knows every label 93 days after its decision, and none of week 150 by week 156', () => {
    expect(set.maturesAt[0] - set.decidedAt[0]).toBe(maturesAfterDays * 86_400_000);
    const labelled = new Set(set.week.filter((_, row) => !Number.isNaN(set.y[row])));
    expect([...labelled].toSorted((a, b) => a - b)).toEqual([60, 100, 142]);
  });

  it('gives contacted and unknown labels no weight, and spared accounts more than one', () => {
    const { y, weight } = set;
    expect(weight.some((w, row) => Number.isNaN(y[row]) && w > 0)).toBe(false);
    expect(Math.max(...weight)).toBeGreaterThan(1);
    expect(rows.eligible.every((row, index) => known.is_contacted[row] === 0 || weight[index] === 0)).toBe(true);
  });

  it('refuses the labels of other candidates', async () => {
    const others = await labels(ingested, await candidates(ingested, [60, 100, 142, 149]));
    await expect(joinLabels(ingested, rows, others)).rejects.toThrow('expected those of the same candidates');
  });
});
