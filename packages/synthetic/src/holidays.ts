import { epochDay, MS_PER_DAY } from './calendar.ts';

/**
 * Public holidays of the eight countries, 2021 to 2026: the nationwide ones that empty offices, moving ones included, because
 * those are what a copy of last year's week gets wrong. Approximate: days moved off a weekend, regional holidays and bridge days
 * are left out; Diwali and Holi are given as the main day in most of India, Obon as the three days most of Japan takes.
 */
export interface Holiday {
  readonly country: string;
  readonly name: string;
  /** Days since 1970, local. */
  readonly day: number;
}

const FIRST_YEAR = 2021;
const LAST_YEAR = 2026;

type Rule = (year: number) => number;

const onDate = (year: number, month: number, day: number) => epochDay(Date.UTC(year, month - 1, day));

const fixed =
  (month: number, day: number): Rule =>
  (year) =>
    onDate(year, month, day);

/** The nth weekday (1 Monday … 7 Sunday) of a month; n = -1 is the last one. */
function nth(n: number, weekday: number, month: number): Rule {
  return (year) => {
    const first = onDate(year, month, 1);
    const inFirstWeek = first + ((weekday - isoWeekday(first) + 7) % 7);
    if (n > 0) return inFirstWeek + 7 * (n - 1);
    return inFirstWeek + 7 * Math.floor((onDate(year, month + 1, 1) - 1 - inFirstWeek) / 7);
  };
}

/** 1 Monday … 7 Sunday; day 0 of 1970 was a Thursday. */
function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

const EASTER = ['2021-04-04', '2022-04-17', '2023-04-09', '2024-03-31', '2025-04-20', '2026-04-05'];
const DIWALI = ['2021-11-04', '2022-10-24', '2023-11-12', '2024-10-31', '2025-10-20', '2026-11-08'];
const HOLI = ['2021-03-29', '2022-03-18', '2023-03-08', '2024-03-25', '2025-03-14', '2026-03-04'];

const listed =
  (dates: readonly string[], offset = 0): Rule =>
  (year) =>
    Date.parse(dates[year - FIRST_YEAR]) / MS_PER_DAY + offset;
const easter = (offset: number) => listed(EASTER, offset);

const EASTER_DAYS = { 'Good Friday': easter(-2), 'Easter Monday': easter(1) };
const CHRISTMAS_DAYS = { 'New Year': fixed(1, 1), 'Christmas Day': fixed(12, 25), 'Boxing Day': fixed(12, 26) };

const RULES: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  US: {
    'New Year': fixed(1, 1),
    'Martin Luther King Day': nth(3, 1, 1),
    "Presidents' Day": nth(3, 1, 2),
    'Memorial Day': nth(-1, 1, 5),
    Juneteenth: fixed(6, 19),
    'Independence Day': fixed(7, 4),
    'Labor Day': nth(1, 1, 9),
    Thanksgiving: nth(4, 4, 11),
    'Day after Thanksgiving': (year) => nth(4, 4, 11)(year) + 1,
    'Christmas Eve': fixed(12, 24),
    'Christmas Day': fixed(12, 25),
  },
  IE: {
    ...CHRISTMAS_DAYS,
    "St Patrick's Day": fixed(3, 17),
    'Easter Monday': easter(1),
    'May Day': nth(1, 1, 5),
    'June Holiday': nth(1, 1, 6),
    'August Holiday': nth(1, 1, 8),
    'October Holiday': nth(-1, 1, 10),
  },
  DE: {
    ...CHRISTMAS_DAYS,
    ...EASTER_DAYS,
    'Labour Day': fixed(5, 1),
    Ascension: easter(39),
    'Whit Monday': easter(50),
    'German Unity': fixed(10, 3),
  },
  GB: {
    ...CHRISTMAS_DAYS,
    ...EASTER_DAYS,
    'Early May': nth(1, 1, 5),
    'Spring Holiday': nth(-1, 1, 5),
    'Summer Holiday': nth(-1, 1, 8),
  },
  JP: {
    'New Year': fixed(1, 1),
    'Second of January': fixed(1, 2),
    'Third of January': fixed(1, 3),
    'Coming of Age': nth(2, 1, 1),
    'Showa Day': fixed(4, 29),
    'Constitution Day': fixed(5, 3),
    'Greenery Day': fixed(5, 4),
    "Children's Day": fixed(5, 5),
    'Marine Day': nth(3, 1, 7),
    'Obon, first day': fixed(8, 13),
    'Obon, second day': fixed(8, 14),
    'Obon, third day': fixed(8, 15),
    'Respect for the Aged': nth(3, 1, 9),
    'Sports Day': nth(2, 1, 10),
    'Culture Day': fixed(11, 3),
    'Labour Thanksgiving': fixed(11, 23),
  },
  IN: {
    'Republic Day': fixed(1, 26),
    Holi: listed(HOLI),
    'Independence Day': fixed(8, 15),
    'Gandhi Jayanti': fixed(10, 2),
    Diwali: listed(DIWALI),
    'Govardhan Puja': listed(DIWALI, 1),
    'Bhai Dooj': listed(DIWALI, 2),
    'Christmas Day': fixed(12, 25),
  },
  BR: {
    'New Year': fixed(1, 1),
    'Carnival Monday': easter(-48),
    'Carnival Tuesday': easter(-47),
    'Good Friday': easter(-2),
    Tiradentes: fixed(4, 21),
    'Labour Day': fixed(5, 1),
    'Corpus Christi': easter(60),
    Independence: fixed(9, 7),
    'All Souls': fixed(11, 2),
    'Republic Day': fixed(11, 15),
    'Christmas Day': fixed(12, 25),
  },
  AU: {
    ...CHRISTMAS_DAYS,
    ...EASTER_DAYS,
    'Australia Day': fixed(1, 26),
    'Anzac Day': fixed(4, 25),
    "King's Birthday": nth(2, 1, 6),
  },
};

/** All holidays of the countries, by country and day. */
export function holidaysOf(countries: readonly string[]): readonly Holiday[] {
  const years = Array.from({ length: 1 + LAST_YEAR - FIRST_YEAR }, (_, i) => FIRST_YEAR + i);
  return [...new Set(countries)].sort().flatMap((country) => {
    const rules = Object.entries(RULES[country]);
    const days = rules.flatMap(([name, dayIn]) => years.map((year) => ({ country, name, day: dayIn(year) })));
    return days.sort((a, b) => a.day - b.day || (a.name < b.name ? -1 : 1));
  });
}
