import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { nuisance, ZONES } from '../../src/world/planted.ts';
import { drawPopulation, NEVER, type Population } from '../../src/world/population.ts';
import { createWorkloads } from '../../src/world/workload.ts';

const epoch = Date.parse('2024-01-01T00:00:00Z');
const population = drawPopulation(7, 400, 154);
const workloads = createWorkloads(7, population, epoch);
const dayOf = (date: string) => (Date.parse(`${date}T00:00:00Z`) - epoch) / MS_PER_DAY;

describe('what a job is asked to do', () => {
  test('keeps local time: in spring it starts an hour earlier by UTC', () => {
    const job = findJob(({ zone, schedule }, at) => ZONES[zone[at]] === 'Europe/Berlin' && schedule[at] === 2);
    const startOf = (date: string) => minuteOfDay(workloads.ofDay(job, dayOf(date))[0].scheduledMs);
    // Clocks in Berlin go forward on 31 March 2024.
    expect(startOf('2024-03-30') - startOf('2024-03-31')).toBe(60);
    expect(startOf('2024-03-29') - startOf('2024-03-30')).toBe(0);
  });

  test('takes a finance job 1.8 times as long while the books are closed, the last two days of a month and the first', () => {
    const job = findJob(({ isFinance, schedule }, at) => isFinance[at] === 1 && schedule[at] === 2);
    const closes = ['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02'].map(
      (date) => workloads.ofDay(job, dayOf(date))[0].isMonthEnd,
    );
    expect(closes).toEqual([false, true, true, true, false]);
    const [work] = workloads.ofDay(job, dayOf('2024-03-02'));
    const slower =
      workloads.expectedLogMinutes(job, { ...work, isMonthEnd: true }) - workloads.expectedLogMinutes(job, work);
    expect(Math.exp(slower)).toBeCloseTo(1.8, 12);
  });

  test('takes as long as Amdahl says with half the workers, and a power of the bytes', () => {
    const [work] = workloads.ofDay(3, population.bornOn[3] + 7).concat(workloads.ofDay(3, population.bornOn[3] + 8));
    const ratio = (other: Partial<typeof work>) =>
      Math.exp(workloads.expectedLogMinutes(3, { ...work, ...other }) - workloads.expectedLogMinutes(3, work));
    const serial = population.serialShare[3];
    const share = (workers: number) => serial + (1 - serial) * (population.workers[3] / workers);
    expect(ratio({ workers: work.workers / 2 })).toBeCloseTo(share(work.workers / 2) / share(work.workers), 12);
    expect(ratio({ gb: work.gb * 3 })).toBeCloseTo(3 ** population.bytesExponent[3], 12);
  });

  test('has half the workers from the day of a downsizing on', () => {
    const job = findJob(
      ({ downsizedOn, schedule }, at) => downsizedOn[at] !== NEVER && downsizedOn[at] > 20 && schedule[at] === 0,
    );
    const day = population.downsizedOn[job];
    const workersOn = (of: number) => workloads.ofDay(job, of)[0].workers;
    expect(workersOn(day)).toBe(workersOn(day - 1) * nuisance.downsizing.workers);
  });

  test('does nothing before the job was born', () => {
    const job = findJob(({ bornOn }, at) => bornOn[at] > 30);
    const born = population.bornOn[job];
    expect(Array.from({ length: born }, (_, day) => workloads.ofDay(job, day)).flat()).toEqual([]);
  });
});

function findJob(is: (population: Population, job: number) => boolean): number {
  const found = population.ids.findIndex((_, job) => is(population, job));
  if (found === -1) throw new Error('no such job among 400; the test needs one');
  return found;
}

function minuteOfDay(ms: number): number {
  return (ms % MS_PER_DAY) / 60_000;
}
