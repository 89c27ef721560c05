import { describe, expect, it } from 'vitest';
import { sweepBudgets } from '../../src/evaluation/budgets.ts';
import { timeDetection } from '../../src/evaluation/detection.ts';
import { judgePagers } from '../../src/evaluation/judge-pagers.ts';
import { loadOf } from '../../src/evaluation/page-load.ts';
import { slicePages } from '../../src/evaluation/page-slices.ts';
import { model } from '../small-run.ts';
import { type Row, windowOf } from './literal-window.ts';

const jobs = (count: number, row: Partial<Row> = {}): Row[] =>
  Array.from({ length: count }, (_, run) => ({ run, job: `job ${run}`, ...row }));

describe('precision over incidents', () => {
  it('says how many times as often the model is right, and by how much it may be wrong', () => {
    const rows = [...jobs(20), ...jobs(20, { worthy: false }).map((row) => ({ ...row, job: `${row.job}, calm` }))];
    const [model, rule] = [Array.from({ length: 20 }, (_, at) => at), Array.from({ length: 20 }, (_, at) => at + 15)];
    const [{ precision, modelTimesThis }, incumbent] = judgePagers(windowOf(rows, { model, incumbent: rule }), 7);
    expect(precision).toMatchObject({ estimate: 1, low: 1, high: 1 });
    expect(modelTimesThis).toMatchObject({ estimate: 1, low: 1, high: 1 });
    expect(incumbent.precision.estimate).toBe(5 / 20);
    expect(incumbent.modelTimesThis.estimate).toBe(4);
    expect(incumbent.modelTimesThis.low).toBeGreaterThan(1);
    expect(Number.isFinite(incumbent.modelTimesThis.high)).toBe(true);
  });

  it('counts the runs of a bad pool as one piece of luck', () => {
    const wide = (incident: number) => {
      const slow = jobs(10, { incident });
      const calm = jobs(10, { worthy: false }).map((row) => ({ ...row, run: row.run + 10, job: `${row.job}, calm` }));
      const [{ precision }] = judgePagers(windowOf([...slow, ...calm], { model: [...Array(20).keys()] }), 7);
      return precision.high - precision.low;
    };
    expect(wide(-1)).toBeGreaterThan(1.5 * wide(0));
  });

  it('keeps the net of a pager apart from the price of its pages, which a sweep moves', () => {
    const [{ net, value, cost, served }] = judgePagers(windowOf(jobs(2), { model: [0, 1] }), 7);
    expect({ cost, served }).toEqual({ cost: 300, served: 2 });
    expect(value - cost).toBeCloseTo(net.estimate, 9);
  });
});

it('is right less often where it may page more often', () => {
  const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((run) => ({ run, job: `${run}`, score: -run, worthy: run < 2 }));
  const window = windowOf(rows, { model: [0, 1] });
  const { perDay, pagers } = sweepBudgets(window, window.pagers);
  expect(perDay).toEqual([0.5, 1, 2, 3, 4, 6, 8]);
  expect(pagers[0].precision).toEqual([1, 1, 1, 2 / 3, 1 / 2, 1 / 3, 1 / 4]);
  expect(pagers[0].net[2]).toBeGreaterThan(pagers[0].net[6]);
});

it('counts pages by the day of their runs, and the part of the budget a team has by its jobs', () => {
  const rows = [
    { run: 1, job: 'a', team: 'x' },
    { run: 2, job: 'b', team: 'x', start: 1, worthy: false },
    { run: 3, job: 'c', team: 'x', start: 30 },
    { run: 4, job: 'd', start: 50 },
  ];
  const { days, model, rule, teams } = loadOf(windowOf(rows, { model: [0, 1, 2], incumbent: [3] }));
  expect(days).toEqual([0, 24, 48].map((hours) => hours * 3_600_000));
  expect({ model, rule }).toEqual({ model: [2, 1, 0], rule: [0, 0, 1] });
  expect(teams).toEqual([
    { team: 'x', pages: 3, byDay: [2, 1, 0], share: 1.5 },
    { team: 'nobody known', pages: 0, byDay: [0, 0, 0], share: 0.5 },
  ]);
});

describe('time to detect', () => {
  const rows = [
    { run: 1, job: 'a', after: 1 },
    { run: 2, job: 'b', after: 2, minutes: 300 },
    { run: 3, job: 'c', factor: 1.5, minutes: 100 },
    { run: 4, job: 'd', worthy: false },
  ];

  it('is told of page-worthy runs slowed to twice their minutes, against their end', () => {
    const window = windowOf(rows, { model: [0, 1, 2, 3], incumbent: [2] });
    const { runs, pagers, luck } = timeDetection(window, window.pagers);
    expect(runs).toBe(2);
    expect(pagers[0]).toMatchObject({
      paged: 2,
      whileRunning: { low: 75, median: 90, high: 105 },
      atTheEnd: { low: 210, median: 240, high: 270 },
    });
    expect(pagers[1]).toMatchObject({ paged: 0, whileRunning: null, atTheEnd: null });
    expect(luck?.factor).toBeCloseTo(Math.exp(5.07 * 0.2), 2); // t of four degrees: 99.9 % lie below 5.07 standard deviations
  });

  it('goes by hindsight where nobody knows the truth', () => {
    const window = windowOf(rows, { model: [2] }, { withTruth: false });
    const { runs, luck } = timeDetection(window, window.pagers);
    expect({ runs, luck }).toEqual({ runs: 2, luck: null }); // 180 and 300 minutes instead of 60, not 100
  });
});

it('judges tiers and bands of noise apart', () => {
  const rows = [
    { run: 1, job: 'a', tier: 1, spread: 0.1 },
    { run: 2, job: 'b', tier: 1, spread: 0.1, worthy: false },
    { run: 3, job: 'c', tier: 4, spread: 0.7 },
  ];
  const slices = slicePages(windowOf(rows, { model: [0, 1], incumbent: [2] }), model, 7);
  const told = slices.map(({ name, pages, right, worthyRuns, rulePages }) => [
    name,
    worthyRuns,
    pages,
    right,
    rulePages,
  ]);
  expect(told).toEqual([
    ['tier 1', 1, 2, 1, 0],
    ['tier 2', 0, 0, 0, 0],
    ['tier 3', 0, 0, 0, 0],
    ['tier 4', 1, 0, 0, 1],
    ['quiet (spread below .15)', 1, 2, 1, 0],
    ['ordinary (.15 to .5)', 0, 0, 0, 0],
    ['noisy (above .5)', 1, 0, 0, 1],
  ]);
});
