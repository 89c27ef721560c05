import { expect, it } from 'vitest';
import { candidates } from '../src/candidates.ts';
import type { Ingested } from '../src/domain.ts';
import { robustRule } from '../src/incumbent.ts';
import { candidateSettings } from '../src/settings.ts';
import { type OwnRun, readOwnRuns } from './own-runs.ts';

const DAYS = Array.from({ length: 150 }, (_, day) => day);

async function askAbout(runs: readonly OwnRun[]) {
  const ingested = await readOwnRuns(runs);
  const { relation } = await candidates(ingested, DAYS);
  const found = await ingested.lake.query(`SELECT * FROM ${relation} AS asked ORDER BY run_id, at_multiple`);
  const [run, multiple] = ['run_id', 'at_multiple'].map((name) => found.numbers(name));
  const asked = Array.from(run, (id, row) => [id, multiple[row]] as const);
  return { ingested, of: (id: number) => asked.filter(([found]) => found === id).map(([, at]) => at) };
}

const number = async ({ lake }: Ingested, sql: string) => (await lake.query(sql)).numbers('value')[0];

/** One run a day at 02:00, half an hour each. */
const nightly = (count: number): OwnRun[] =>
  Array.from({ length: count }, (_, day) => ({ run: day, startHours: 24 * day + 2, minutes: 30 }));

/** A day that is judged: all checkpoints of its runs are asked about. */
const JUDGED = 120;

it('asks at its start, and at the multiples of its expected minutes that it outlasts', async () => {
  const slow = { run: JUDGED, startHours: 24 * JUDGED + 2, minutes: 61 };
  const { of } = await askAbout([
    ...nightly(JUDGED),
    slow,
    { ...slow, run: 121, startHours: slow.startHours + 24, minutes: 30 },
  ]);
  expect(of(JUDGED)).toEqual([0, 1, 1.25, 1.5, 2]);
  expect(of(121)).toEqual([0]); // it ends with its expected 30 minutes, and not after
});

it('knows nothing of a job before a run of it has landed', async () => {
  const [first, second] = [0, 1].map((nth) => ({ run: nth, startHours: 24 * (JUDGED + nth), minutes: 30 }));
  const { of } = await askAbout([first, second]);
  expect([of(0), of(1)]).toEqual([[], [0]]);
});

it('expects no less because the slices of long runs are many: a run of five hours is one of five hours', async () => {
  const long = nightly(40).map((run) => ({ ...run, minutes: 300 }));
  const { ingested } = await askAbout(long);
  const usual = await number(ingested, 'SELECT exp(usual_log_minutes) AS value FROM runs WHERE run_id = 39');
  expect(usual).toBeCloseTo(300, 3);
  // Read as runs, every slice of an hour counts as a run of one: the careless baseline is a fifth.
  const { lake } = ingested;
  const careless = `SELECT median(epoch(period_end) - epoch(period_start)) / 60 AS value FROM job_run_timeline WHERE job_id = 'nightly'`;
  expect((await lake.query(careless)).numbers('value')[0]).toBeCloseTo(60, 6);
});

it('expects what the newest thirty took that had ended, succeeded and landed by then', async () => {
  const runs = nightly(60).map((run) => ({ ...run, minutes: 10 + run.run }));
  const odd: OwnRun[] = [
    { run: 100, startHours: 24 * 58 + 5, minutes: 500, state: 'FAILED' },
    { run: 101, startHours: 24 * 58 + 6, minutes: 500, landsHours: 40 },
  ];
  const { ingested } = await askAbout([...runs, ...odd]);
  const newest = runs.slice(59 - robustRule.runs, 59).map(({ minutes }) => Math.log(minutes));
  const median = (newest[robustRule.runs / 2 - 1] + newest[robustRule.runs / 2]) / 2;
  expect(await number(ingested, 'SELECT usual_log_minutes AS value FROM runs WHERE run_id = 59')).toBeCloseTo(
    median,
    6,
  );
});

it('brings the usual to the bytes and workers of the run, by what runs before the first decision say', async () => {
  // minutes = 5 · gigabytes^0.8 · workers^-0.5, exactly.
  const runs = Array.from({ length: 60 }, (_, day): OwnRun => {
    const [gigabytes, workers] = [10 + ((day * 7) % 13), 2 ** (1 + (day % 4 === 0 ? 1 : 0))];
    const minutes = 5 * gigabytes ** 0.8 * workers ** -0.5;
    return { run: day, startHours: 24 * day + 2, minutes, gigabytes, workers };
  });
  const large: OwnRun = {
    run: 60,
    startHours: 24 * 60 + 2,
    minutes: 5 * 200 ** 0.8 * 4 ** -0.5,
    gigabytes: 200,
    workers: 4,
  };
  const { ingested } = await askAbout([...runs, large]);
  const slowness = await number(ingested, 'SELECT slowness AS value FROM runs WHERE run_id = 60');
  const against = await number(ingested, 'SELECT log_minutes - usual_log_minutes AS value FROM runs WHERE run_id = 60');
  expect(against).toBeGreaterThan(1.5); // five times the usual
  expect(Math.abs(slowness)).toBeLessThan(against / 5); // and hardly slow for what it reads: medians of three columns do not add up
});

it.each([
  [{ multiples: [1, 1.5, 2] }, 'multiples: found 1, 1.5, 2, expected 0 first; '],
  [{ multiples: [0, 2, 1.5] }, 'multiples: found 0, 2, 1.5, expected each above the one before'],
  [{ multiples: [0, 1, 2] }, 'multiples: found 0, 1, 2, expected lateAt, 1.5, among them; '],
  [{ keepOneIn: 2.5 }, 'keepOneIn: found 2.5, expected a whole number; '],
])('refuses to look at runs by %o, in words', async (changed, words) => {
  const refused = candidates({} as Ingested, DAYS, { ...candidateSettings, ...changed });
  await expect(refused).rejects.toMatchObject({ problems: [expect.stringContaining(words)] });
});
