import { describe, expect, it } from 'vitest';
import { candidates } from '../../src/candidates.ts';
import { createPager } from '../../src/evaluation/paging.ts';
import { marginsOf, robustZ } from '../../src/evaluation/scorers.ts';
import { robustRule } from '../../src/incumbent.ts';
import { features } from '../../src/stages/2-features.ts';
import { score } from '../../src/stages/8-score.ts';
import { folds, ingested, model, set } from '../small-run.ts';

const { first, last } = ingested.calendar.final.test;
const days = Array.from({ length: last - first + 1 }, (_, at) => first + at);
const rows = await features(ingested, await candidates(ingested, days));
const batches = days.map((day) => score(rows, model, [day]));

describe('score', () => {
  it('decides about each checkpoint of the day once, and about no other', () => {
    for (const [at, { entityId, decidedAt }] of batches.entries()) {
      const today = [...rows.day.keys()].filter((row) => rows.day[row] === days[at]);
      expect(entityId).toEqual(today.map((row) => `${rows.runId[row]}@${rows.multiple[row]}`));
      expect(new Set(entityId).size).toBe(entityId.length);
      expect(decidedAt % 86_400_000).toBe(0);
    }
  });

  it('pages as the judged pager would at the same cut-off', () => {
    const { test } = folds.final;
    const margin = marginsOf(set, model, test);
    const place = new Map(Array.from(test, (row, at) => [`${set.runId[row]}@${set.multiple[row]}`, at]));
    const paged = batches.flatMap(({ entityId, isChosen }) => entityId.filter((_, at) => isChosen[at] === 1));
    expect(paged.length).toBeGreaterThan(3);
    const judged = createPager(set, test)(margin)(paged.length);
    const least = (of: readonly number[]) => Math.min(...of.map((at) => margin[at]));
    expect(least(paged.map((id) => place.get(id)!))).toBeGreaterThanOrEqual(model.cutOff);
    if (least(judged.map(({ at }) => at)) >= model.cutOff)
      expect(paged.toSorted()).toEqual(
        judged.map(({ at }) => `${set.runId[test[at]]}@${set.multiple[test[at]]}`).toSorted(),
      );
  });

  it('says why of pages, and of nothing else', () => {
    for (const { isChosen, reasons } of batches)
      for (const [row, why] of reasons.entries()) expect(why.length > 0).toBe(isChosen[row] === 1);
  });

  it('pages by the rule where no model scores', () => {
    const batch = score(rows, null, [days[0]]);
    const order = robustZ.score(rows, Uint32Array.from(rows.runId.keys()));
    const today = [...rows.day.keys()].filter((row) => rows.day[row] === days[0]);
    expect([...batch.score]).toEqual(today.map((row) => order[row]));
    for (const [row, chosen] of batch.isChosen.entries())
      if (chosen === 1) expect(batch.score[row]).toBeGreaterThanOrEqual(robustRule.z);
    expect(batch.probability.every(Number.isNaN)).toBe(true);
  });
});
