import { featureColumn } from '@applied-modeling/feature-store';
import { predictMargin } from '@applied-modeling/gbm';
import type { ScoredBatch } from '@applied-modeling/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/candidates.ts';
import type { FeatureRows } from '../../src/domain.ts';
import { isListed, urgency } from '../../src/incumbent.ts';
import { prices } from '../../src/prices.ts';
import { features } from '../../src/stages/2-features.ts';
import { type ScoringModel, score } from '../../src/stages/8-score.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

/** A contact helps in a support crisis much, and elsewhere little. */
const queue = { share: 0.0133, keptShares: [0.8, 0.1] };

let run: SmallRun;
let model: ScoringModel;
let rows: FeatureRows;
beforeAll(async () => {
  run = await splitSmall();
  const { booster, calibrator } = await calibrateSmall(run);
  model = { booster: booster!, calibrator, queue };
  rows = await features(run.ingested, await candidates(run.ingested, [run.ingested.calendar.historySteps]));
});
afterAll(() => run.ingested.lake.close());

const chosenOf = (batch: ScoredBatch) => [...batch.entityId.keys()].filter((row) => batch.isChosen[row] === 1);

describe('score', () => {
  it("decides about this week's eligible accounts once each, by what a contact is worth", () => {
    const batch = score(rows, model);
    expect(new Date(batch.decidedAt).getTime()).toBe(rows.spine.decidedAt[rows.eligible[0]]);
    expect(new Set(batch.entityId).size).toBe(rows.eligible.length);
    const chosen = chosenOf(batch);
    expect(chosen).toHaveLength(Math.round(queue.share * rows.eligible.length));
    const worst = Math.min(...chosen.map((row) => batch.score[row]));
    for (const row of batch.entityId.keys())
      if (!chosen.includes(row)) expect(batch.score[row]).toBeLessThanOrEqual(worst);
    const [first] = chosen.toSorted((a, b) => batch.score[b] - batch.score[a]);
    const arr = run.set.arrUsd[run.set.accountId.lastIndexOf(batch.entityId[first])];
    const kept = batch.expectedUsd[first] / (batch.probability[first] * arr * prices.grossMargin);
    expect(Math.min(Math.abs(kept - 0.8), Math.abs(kept - 0.1))).toBeLessThan(1e-6);
    expect(batch.expectedUsd[first]).toBeGreaterThan(prices.contactUsd);
  });

  it('says why of those who are called, and of nobody else', () => {
    const batch = score(rows, model);
    for (const [row, why] of batch.reasons.entries()) {
      if (batch.isChosen[row] === 0) expect(why).toEqual([]);
      else expect(why.length).toBeGreaterThan(0);
      for (const reason of why) expect(reason).toMatch(/ = .+ \(\+\d/);
    }
  });

  it('gives chances in the order of the margins of the same columns', () => {
    const batch = score(rows, model);
    const margin = predictMargin(model.booster, batch.read.columns as readonly Float32Array[]);
    const byMargin = [...margin.keys()].sort((a, b) => margin[a] - margin[b]);
    const chances = byMargin.map((row) => batch.probability[row]);
    expect(chances).toEqual(chances.toSorted((a, b) => a - b)); // a calibrator keeps the order of margins
  });

  it('calls whom the rule lists, in its order, when the rule scores', () => {
    const batch = score(rows, null);
    const [tickets, ratio] = ['tickets_28d', 'usage_ratio_28_84'].map((name) => featureColumn(rows, name));
    for (const [row, at] of rows.eligible.entries()) {
      expect(batch.score[row]).toBe(urgency(tickets[at] || 0, ratio[at]));
      expect(batch.isChosen[row]).toBe(Number(isListed(tickets[at] || 0, ratio[at])));
    }
    expect(chosenOf(batch).length).toBeGreaterThan(0);
    expect(batch.probability.every(Number.isNaN)).toBe(true);
    expect(batch.reasons[chosenOf(batch)[0]][0]).toMatch(/^tickets, 28 days = \d+$/);
  });
});
