import { beforeAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/candidates.ts';
import type { SlateRows } from '../../src/domain.ts';
import { slateOf } from '../../src/serving/slate.ts';
import { evaluateSettings } from '../../src/settings.ts';
import { features } from '../../src/stages/2-features.ts';
import { score } from '../../src/stages/8-score.ts';
import { ingested, model } from '../small-run.ts';

let rows: SlateRows;
beforeAll(async () => {
  const { final, ...calendar } = ingested.calendar;
  const day = final.test.last;
  const test = { ...final.test, first: day, last: day };
  const asked = { ...ingested, calendar: { ...calendar, final: { ...final, test }, decisionSteps: [day] } };
  rows = await features(asked, await candidates(asked));
});

/** The rows of each page. */
const pagesOf = () =>
  [...new Set(rows.request)].map((page) =>
    Uint32Array.from(rows.request.keys()).filter((row) => rows.request[row] === page),
  );

describe('score', () => {
  it('shows what a page would be answered with, and nothing of a slate that is not worth reading', async () => {
    const batch = await score(ingested, rows, model);
    for (const page of pagesOf()) {
      const slate = slateOf(rows, model, page);
      const shown = page.filter((row) => batch.isChosen[row] === 1);
      expect([...shown].sort()).toEqual(slate.isWorthIt ? [...slate.rows].sort() : []);
      for (const [at, row] of slate.rows.entries()) expect(batch.probability[row]).toBe(slate.chance[at]);
    }
    expect(batch.isChosen.some((one) => one === 1)).toBe(true);
  });

  it('says why of what is shown, in words a colleague would use', async () => {
    const { isChosen, reasons } = await score(ingested, rows, model);
    for (const [row, why] of reasons.entries()) expect(why.length > 0).toBe(isChosen[row] === 1);
    expect(reasons.flat().some((why) => /^(you|it|your team|colleagues|many)/.test(why))).toBe(true);
  });

  it('shows the first five of the rule where no model scores', async () => {
    const { isChosen } = await score(ingested, rows, null);
    for (const page of pagesOf())
      expect(page.filter((row) => isChosen[row] === 1)).toHaveLength(Math.min(page.length, evaluateSettings.slate));
  });
});
