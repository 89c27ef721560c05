import { holidaysOf, MS_PER_DAY, MS_PER_HOUR, type WeeklyClock } from '@applied-modeling/synthetic';
import { HORIZON_WEEKS, shape } from './planted.ts';
import type { Population } from './population.ts';
import { FAMILY_KINDS } from './regions.ts';

/** Of a week: the world goes by weeks, whatever a label looks at. */
export const HOURS = 168;

/** Start of an hour of a week. */
export function hourMs(clock: WeeklyClock, week: number, hour: number): number {
  return clock.startOf(week) + hour * MS_PER_HOUR;
}

/** Writes the usual nodes of the 168 hours of a week: growth × shape of the local day and week × holidays. */
export type FillUsual = (out: Float64Array, series: number, week: number) => void;

/** Hours are UTC, people are not: a day begins, peaks and is a holiday at the region's own time. */
export function createWeekShape(population: Population, clock: WeeklyClock): FillUsual {
  const profiles = weekProfiles(population);
  const isHoliday = holidaysByRegion(population, clock);
  const holidayFactor = FAMILY_KINDS.map((kind) => Math.exp(shape[kind].holiday));
  return (out, i, week) => {
    const holidays = isHoliday[population.region[i]];
    const factor = holidayFactor[population.kind[i]];
    const offset = population.regions[population.region[i]].utcOffsetHours;
    const usual = population.usualNodes[i] * Math.exp(population.dailyTrend[i] * 7 * (week + 0.5));
    for (let hour = 0; hour < HOURS; hour++) {
      const localDay = 7 * week + Math.floor((hour + offset) / 24);
      out[hour] = usual * profiles[i * HOURS + hour] * (holidays[localDay + 1] ? factor : 1);
    }
  };
}

/** Series × hour of the UTC week; 1 halfway between the peak and the trough of a working day. */
function weekProfiles({ series, kind, region, regions }: Population): Float64Array {
  const profiles = new Float64Array(series * HOURS);
  for (let i = 0; i < series; i++) {
    const { day, peakHour, weekend } = shape[FAMILY_KINDS[kind[i]]];
    for (let hour = 0; hour < HOURS; hour++) {
      const local = (hour + 0.5 + regions[region[i]].utcOffsetHours + HOURS) % HOURS;
      const wave = plateau(Math.cos(((local - peakHour) * 2 * Math.PI) / 24));
      profiles[i * HOURS + hour] = Math.exp(day * wave + (local >= 5 * 24 ? weekend : 0));
    }
  }
  return profiles;
}

/** Flattens the tip of a wave to about six hours: 10 to 16 where the peak is at 13. */
function plateau(wave: number): number {
  return Math.tanh(1.8 * wave) / Math.tanh(1.8);
}

/** A region's local day d of the history at index d + 1: 1 on a holiday of its country. */
function holidaysByRegion({ regions }: Population, clock: WeeklyClock): readonly Uint8Array[] {
  const firstDay = clock.epoch / MS_PER_DAY - 1;
  const holidays = holidaysOf(regions.map(({ country }) => country));
  return regions.map(({ country }) => {
    const isHoliday = new Uint8Array(7 * HORIZON_WEEKS + 2);
    for (const holiday of holidays) if (holiday.country === country) isHoliday[holiday.day - firstDay] = 1;
    return isHoliday;
  });
}
