import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgePagers } from '../../src/evaluation/judge-pagers.ts';
import { netsOf } from '../../src/evaluation/money.ts';
import { prices, response } from '../../src/prices.ts';
import { budgetSettings } from '../../src/settings.ts';
import { type Row as Literal, windowOf as literalWindow } from './literal-window.ts';

/** A checkpoint at an hour since the first midnight; beyond ninety minutes a run is worth a page. */
type Checkpoint = Literal & Readonly<Record<'start' | 'at' | 'minutes' | 'score', number>>;

function windowOf(rows: readonly Checkpoint[]) {
  const literal = (incidents?: readonly number[]) =>
    literalWindow(
      rows.map(({ at, ...row }, nth) => {
        return {
          team: 'team',
          ...row,
          after: at - row.start,
          worthy: row.minutes > 90,
          incident: incidents?.[nth] ?? 0,
        };
      }),
      {},
      { withTruth: incidents !== undefined },
    );
  const score = Float64Array.from(rows, (row) => row.score);
  const serve = literal().pager(score);
  const netOf = (budget: number, incidents?: readonly number[]) =>
    netsOf(literal(incidents), serve(budget)).reduce((sum, net) => sum + net, 0);
  const judge = (budget: number, incidents: readonly number[]) => {
    const pagers = [{ name: 'somebody', role: 'model', score, serve, pages: serve(budget) }] as const;
    return judgePagers({ ...literal(incidents), pagers }, 7)[0];
  };
  return { serve, netOf, judge, pagesOf: (budget: number) => serve(budget).map(({ at }) => at) };
}

/** A run of three hours that should take one, of tier 3 ($5 a minute), paged after two. */
const late: Checkpoint = { run: 1, job: 'a', start: 0, at: 2, minutes: 180, score: 1 };
const { muteHours, stormHours } = budgetSettings;

describe('pages of a budget', () => {
  it('go to the highest scores, each run once and in the order of time', () => {
    const rows = [
      { ...late, at: 1, score: 0.5 },
      { ...late, score: 3 },
      { ...late, run: 2, job: 'b', start: 0, at: 1, score: 2 },
      { ...late, run: 3, job: 'c', score: 1 },
    ];
    expect(windowOf(rows).pagesOf(2)).toEqual([2, 1]);
    expect(windowOf(rows).pagesOf(3)).toEqual([0, 2, 3]); // a lower cut-off pages the first run sooner
    expect(windowOf(rows).pagesOf(0)).toEqual([]);
  });

  it('come when the score first reaches the cut-off, and not when it is highest', () => {
    const rows = [{ ...late, at: 1, score: 5 }, late, { ...late, at: 2.5, score: 9 }];
    expect(windowOf(rows).pagesOf(1)).toEqual([0]);
  });

  it('mute the job, so that a regression is told once, and again where it was not mended', () => {
    const again = (run: number, hours: number): Checkpoint => ({ ...late, run, start: hours, at: hours + 2 });
    const rows = [late, again(2, 24), again(3, muteHours - 0.1), again(4, muteHours + 0.1)];
    expect(windowOf(rows).pagesOf(9)).toEqual([0, 3]);
  });

  it('tell a team once of a pool, and every team', () => {
    const onPool = (run: number, team: string, at: number): Checkpoint => ({
      ...late,
      run,
      job: `${run}`,
      pool: 'p',
      team,
      at,
    });
    const rows = [onPool(1, 'x', 2), onPool(2, 'x', 2.1), onPool(3, 'y', 2.2), onPool(4, 'x', 2.1 + stormHours)];
    expect(windowOf(rows).pagesOf(9)).toEqual([0, 2, 3]);
  });

  it('are no more than the budget, whatever the scores, ties among them', () => {
    const row = fc.record({
      run: fc.nat(20),
      job: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      score: fc.constantFrom(0, 1, 2),
      start: fc.nat(200),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.nat(10), (drawn, budget) => {
        const rows = drawn.map((one) => ({ ...late, ...one, at: one.start + 1 }));
        expect(windowOf(rows).serve(budget).length).toBeLessThanOrEqual(budget);
      }),
    );
  });
});

describe('the money of pages', () => {
  const page = prices.pageUsd;

  it('saves a share of what is left of a run once somebody has answered, less the price of a page', () => {
    const left = 180 - 120 - response.minutes;
    expect(windowOf([late]).netOf(1)).toBeCloseTo(response.savedShare * left * 5 - page, 9);
  });

  it('saves nothing of minutes that the run should have taken', () => {
    const early = { ...late, at: 0.25 };
    const left = 180 - 60;
    expect(windowOf([early]).netOf(1)).toBeCloseTo(response.savedShare * left * 5 - page, 9);
    expect(windowOf([{ ...late, minutes: 61 }]).netOf(1)).toBeCloseTo(-page, 9);
  });

  it('saves the later runs of a regression that is told in time, once', () => {
    const next = (run: number, start: number): Checkpoint => ({ ...late, run, start, at: start, score: -run });
    const rows = [late, next(2, 3 + response.fixHours), next(3, 30)];
    const alone = windowOf(rows).netOf(1);
    const told = windowOf(rows).netOf(1, [7, 7, 7]);
    expect(told - alone).toBeCloseTo(2 * 120 * 5, 9);
    const tooEarly = windowOf([late, next(2, 1 + response.fixHours)]).netOf(1, [7, 7]);
    expect(tooEarly).toBeCloseTo(alone, 9);
  });

  it('costs more from the third page of a team within a shift on', () => {
    const benign = (run: number): Checkpoint => ({ ...late, run, job: `${run}`, minutes: 60 });
    const net = (count: number) => windowOf(Array.from({ length: count }, (_, run) => benign(run))).netOf(9);
    expect([net(1), net(2), net(3)]).toEqual([-page, -2 * page, -3 * page - prices.fatigueUsd]);
  });
});

describe('what is said of pages', () => {
  it('counts precision, recall, duplicates and the minutes until a page', () => {
    const rows = [
      late,
      { ...late, run: 2, job: 'b', minutes: 60, score: 0.9 },
      { ...late, run: 3, job: 'c', at: 1, score: 0.8 },
      { ...late, run: 4, job: 'd', score: -1 },
    ];
    const { served, precision, recall, minutesToDetectP50, duplicateShare } = windowOf(rows).judge(3, [7, 0, 7, 0]);
    expect({ served, precision: precision.estimate, recall, minutesToDetectP50 }).toEqual({
      ...{ served: 3, precision: 2 / 3, recall: 2 / 3, minutesToDetectP50: 90 },
    });
    expect(duplicateShare).toBeCloseTo(1 / 3, 12);
  });
});
