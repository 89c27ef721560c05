import { describe, expect, test } from 'vitest';
import { holidaysOf, isoDate, MS_PER_DAY } from '../src/index.ts';

const COUNTRIES = ['AU', 'BR', 'DE', 'GB', 'IE', 'IN', 'JP', 'US'];
const all = holidaysOf(COUNTRIES);
const dateOf = (country: string, name: string, year: number) =>
  all
    .filter((holiday) => holiday.country === country && holiday.name === name)
    .map(({ day }) => isoDate(day * MS_PER_DAY))
    .find((date) => date.startsWith(`${year}`));

describe('the holidays', () => {
  // Dates as the governments of the countries published them.
  test('move as they do', () => {
    expect(dateOf('US', 'Thanksgiving', 2023)).toBe('2023-11-23');
    expect(dateOf('US', 'Day after Thanksgiving', 2024)).toBe('2024-11-29');
    expect(dateOf('US', 'Memorial Day', 2022)).toBe('2022-05-30');
    expect(dateOf('GB', 'Easter Monday', 2024)).toBe('2024-04-01');
    expect(dateOf('DE', 'Ascension', 2025)).toBe('2025-05-29');
    expect(dateOf('BR', 'Carnival Tuesday', 2023)).toBe('2023-02-21');
    expect(dateOf('BR', 'Corpus Christi', 2024)).toBe('2024-05-30');
    expect(dateOf('IN', 'Diwali', 2023)).toBe('2023-11-12');
    expect(dateOf('IE', 'October Holiday', 2022)).toBe('2022-10-31');
    expect(dateOf('AU', "King's Birthday", 2024)).toBe('2024-06-10');
    expect(dateOf('JP', 'Sports Day', 2024)).toBe('2024-10-14');
  });

  test('hold the Golden Week from 29 April to 5 May', () => {
    const golden = ['Showa Day', 'Constitution Day', 'Greenery Day', "Children's Day"];
    expect(golden.map((name) => dateOf('JP', name, 2024))).toEqual([
      '2024-04-29',
      '2024-05-03',
      '2024-05-04',
      '2024-05-05',
    ]);
  });

  test('come six times each, once a year from 2021 to 2026, and never twice on a day', () => {
    const names = new Map<string, number>();
    for (const { country, name } of all) names.set(`${country} ${name}`, (names.get(`${country} ${name}`) ?? 0) + 1);
    expect([...new Set(names.values())]).toEqual([6]);
    expect(new Set(all.map(({ country, day }) => `${country} ${day}`)).size).toBe(all.length);
  });

  test('are those of the countries asked for, each once', () => {
    expect(new Set(holidaysOf(['JP', 'IN', 'JP']).map(({ country }) => country))).toEqual(new Set(['IN', 'JP']));
    expect(holidaysOf(['JP', 'JP']).length).toBe(holidaysOf(['JP']).length);
  });
});
