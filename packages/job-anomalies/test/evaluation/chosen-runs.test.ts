import { describe, expect, it } from 'vitest';
import { explainAway } from '../../src/evaluation/explained-away.ts';
import { tellIncident } from '../../src/evaluation/incident-story.ts';
import { evaluation, model } from '../small-run.ts';
import { type Row, windowOf } from './literal-window.ts';

const HOUR = 3_600_000;
const broken = { incident: 5, cause: 'regression', factor: 2.5 };

/** Runs at 0, 24, 48 … hours as they start, and one checkpoint of the last. */
const daily = (job: string, runs: number, row: Partial<Row> = {}): Row[] => [
  ...Array.from({ length: runs }, (_, nth) => ({ run: nth, job, start: 24 * nth, after: 0, minutes: 60, ...row })),
  { run: runs - 1, job, start: 24 * (runs - 1), ...row },
];

describe('the incident that is told', () => {
  const tell = (rows: readonly Row[], pages: readonly number[], options = {}) => {
    const window = windowOf(rows, { model: pages, incumbent: [] }, options);
    return tellIncident(window, window.pagers, model);
  };

  it('is the regression or the bad node with most slowed runs of the job, of those that double the minutes', () => {
    const rows = [
      ...daily('short', 2, { ...broken, incident: 1 }),
      ...daily('long', 4, { ...broken, incident: 2 }),
      ...daily('mild', 6, { ...broken, incident: 3, factor: 1.9 }),
      ...daily('alone', 7, { factor: 3 }),
      ...daily('wrong', 8, { ...broken, incident: 4, worthy: false }),
    ];
    const lasts = rows.flatMap(({ after }, at) => (after === undefined ? [at] : []));
    expect(tell(rows, lasts)?.job).toBe('long');
    expect(tell(rows, lasts.slice(2))).toBeNull();
  });

  it('begins with the deploy that broke the code, and ends with the last slowed run', () => {
    const rows = [
      ...daily('a', 3),
      ...daily('a', 2, { ...broken, deploy: 7 }).map((row) => ({ ...row, start: row.start! + 72 })),
    ];
    const told = tell(rows, [rows.length - 1])!;
    expect(told.truth).toEqual({ cause: 'regression', factor: 2.5, fromMs: 65 * HOUR, toMs: 97 * HOUR });
    expect(told.runs.map(({ isSlowed }) => isSlowed)).toEqual([false, false, false, true, true]);
    for (const { expected, bound } of told.runs) expect(bound).toBeGreaterThan(expected);
    expect(told.pages).toEqual([{ pager: 'model', startedMs: 96 * HOUR, afterMinutes: 120 }]);
  });

  it('is the right page with the largest excess where nobody knows the truth', () => {
    const rows = [
      { run: 1, job: 'a', minutes: 200 },
      { run: 2, job: 'b', minutes: 300 },
      { run: 3, job: 'c', minutes: 400, worthy: false },
    ];
    const starts = rows.map((row) => ({ ...row, after: 0 }));
    const told = tell([...rows, ...starts], [0, 1, 2], { withTruth: false })!;
    expect({ job: told.job, truth: told.truth, runs: told.runs.length }).toEqual({ job: 'b', truth: null, runs: 1 });
  });
});

describe('the run that is explained away', () => {
  it('is the longest of those the rule paged for and the model did not, that are benign and explained', () => {
    const page = { usual: 20, minutes: 62, worthy: false };
    const rows = [
      { ...page, run: 1, job: 'start', after: 0 },
      { ...page, run: 1, job: 'start', score: 4 },
      { ...page, run: 2, job: 'longest', minutes: 63, score: 5 },
      { ...page, run: 3, job: 'worthy', score: 6, minutes: 64, worthy: true },
      { ...page, run: 4, job: 'paged', minutes: 64, score: 7 },
      { ...page, run: 5, job: 'unexplained', score: 8, minutes: 80, usual: 59 },
    ];
    const told = explainAway(windowOf(rows, { model: [4], incumbent: [1, 2, 3, 4, 5] }), model)!;
    expect({ job: told.job, z: told.z, usual: Math.round(told.usual) }).toEqual({ job: 'longest', z: 5, usual: 20 });
    expect(explainAway(windowOf(rows, { model: [1, 2, 4], incumbent: [1, 2, 3, 4, 5] }), model)).toBeNull();
  });

  it('is made of factors that lead from the usual minutes to the expected ones', () => {
    const { usual, expected, steps, minutes } = evaluation.paging.explainedAway!;
    const log = steps.reduce((sum, step) => sum + step.log, Math.log(usual));
    expect(Math.exp(log) / expected).toBeCloseTo(1, 6);
    const ofWork = steps.filter(({ name }) => name !== 'calendar and past').reduce((sum, step) => sum + step.log, 0);
    expect(ofWork / Math.log(minutes / usual)).toBeGreaterThan(0.5);
  });
});

it('sends the pages of one threshold on minutes to noisy jobs, and those of one in spreads to quiet ones', () => {
  const [quiet, , noisy] = evaluation.paging.slices.slice(-3);
  expect(noisy.onMinutes).toBeGreaterThan(2 * noisy.inSpreads);
  expect(quiet.inSpreads).toBeGreaterThan(2 * quiet.onMinutes);
});
