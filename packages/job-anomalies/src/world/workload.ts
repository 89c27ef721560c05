import { MS_PER_DAY, MS_PER_HOUR, randomStream, within } from '@applied-modeling/synthetic';
import { nuisance, SCHEDULES, ZONES } from './planted.ts';
import type { Population } from './population.ts';

/** What a run is asked to do: all of it can be known when it starts. */
export interface Workload {
  /** Of the first run of the job that day: 0, 1, … */
  readonly slot: number;
  readonly scheduledMs: number;
  readonly gb: number;
  readonly workers: number;
  readonly isBackfill: boolean;
  readonly isMonthEnd: boolean;
}

export interface Workloads {
  /** The runs that are scheduled for a job on a day of the history, in order. */
  ofDay(job: number, day: number): readonly Workload[];
  /** Log of the minutes a run should take: given its bytes, its workers and the calendar, and nothing else. */
  expectedLogMinutes(job: number, work: Workload): number;
}

/** Draws what every job has to do; `epoch` is the first day of the history, 00:00 UTC. */
export function createWorkloads(seed: number, population: Population, epoch: number): Workloads {
  const random = randomStream(seed, 'workload');
  const offsetOf = createOffsets(epoch);

  const gbOf = (job: number, day: number, slot: number, isBackfill: boolean) => {
    const { bytes, backfill } = nuisance;
    const isWeekend = (day + dayOfWeek(epoch)) % 7 >= 5;
    const usual = population.gb[job] * Math.exp(population.growthDaily[job] * day) * (isWeekend ? bytes.weekend : 1);
    const factor = isBackfill ? within(backfill.factor, random.uniform(job, day, 10 + slot)) : 1;
    return usual * factor * Math.exp(bytes.daily * random.normal(job, day, 20 + slot));
  };

  const ofDay = (job: number, day: number): Workload[] => {
    const { everyHours } = SCHEDULES[population.schedule[job]];
    if (day < population.bornOn[job] || (everyHours > 24 && (day + job) % 7 !== 0)) return [];
    const midnightMs = epoch + day * MS_PER_DAY;
    const isMonthEnd = population.isFinance[job] === 1 && closesTheBooks(midnightMs);
    const workers = population.workers[job] * (day >= population.downsizedOn[job] ? nuisance.downsizing.workers : 1);
    return Array.from({ length: Math.max(1, 24 / everyHours) }, (_, slot) => {
      const localMs = midnightMs + population.minuteOfDay[job] * 60_000 + slot * everyHours * MS_PER_HOUR;
      const isBackfill = random.uniform(job, day, slot) < nuisance.backfill.share;
      return {
        ...{ slot, workers, isBackfill, isMonthEnd },
        scheduledMs: localMs - offsetOf(population.zone[job], day),
        gb: gbOf(job, day, slot, isBackfill),
      };
    });
  };

  const expectedLogMinutes = (job: number, { gb, workers, isMonthEnd }: Workload) => {
    const serial = population.serialShare[job];
    return (
      Math.log(population.minutes[job]) +
      population.bytesExponent[job] * Math.log(gb / population.gb[job]) +
      Math.log(serial + ((1 - serial) * population.workers[job]) / workers) +
      (isMonthEnd ? Math.log(nuisance.monthEnd.minutes) : 0)
    );
  };
  return { ofDay, expectedLogMinutes };
}

/** Milliseconds a zone is ahead of UTC at noon of a day, by the zone's own rules. */
function createOffsets(epoch: number): (zone: number, day: number) => number {
  const known = ZONES.map(() => new Map<number, number>());
  const formats = ZONES.map((timeZone) => new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }));
  const read = (zone: number, day: number) => {
    const parts = formats[zone].formatToParts(epoch + (day + 0.5) * MS_PER_DAY);
    const [, sign, hours] = parts.find(({ type }) => type === 'timeZoneName')?.value.match(/GMT([+-])(\d+)/) ?? [];
    return hours === undefined ? 0 : Number(`${sign}${hours}`) * MS_PER_HOUR;
  };
  return (zone, day) => {
    const found = known[zone].get(day) ?? read(zone, day);
    known[zone].set(day, found);
    return found;
  };
}

/** Is it one of the last days of its month, or the first of the next? */
function closesTheBooks(midnightMs: number): boolean {
  const dayAfter = (days: number) => new Date(midnightMs + days * MS_PER_DAY).getUTCDate();
  return dayAfter(0) === 1 || dayAfter(nuisance.monthEnd.lastDays) <= nuisance.monthEnd.lastDays;
}

/** Monday is 0. */
function dayOfWeek(ms: number): number {
  return (new Date(ms).getUTCDay() + 6) % 7;
}
