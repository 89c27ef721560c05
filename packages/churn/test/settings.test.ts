import { describe, expect, it } from 'vitest';
import { decidedAt } from '../src/label.ts';
import { minimumHistoryWeeks, planCalendar } from '../src/settings.ts';

const EPOCH = Date.parse('2022-01-03T00:00:00Z');

describe('the calendar of decisions', () => {
  it('decides on Mondays at six, the last time when the history has ended', () => {
    expect(new Date(decidedAt({ epoch: EPOCH }, 1)).toISOString()).toBe('2022-01-10T06:00:00.000Z');
    expect(planCalendar(EPOCH, 156).now).toBe(decidedAt({ epoch: EPOCH }, 156));
  });

  it('leaves three decisions to train on in the shortest history that is accepted, and refuses a shorter one', () => {
    const { final, rolling } = planCalendar(EPOCH, minimumHistoryWeeks());
    expect([minimumHistoryWeeks(), final.train.first, final.train.last, rolling.length]).toEqual([84, 12, 20, 0]);
    expect(() => planCalendar(EPOCH, minimumHistoryWeeks() - 1)).toThrow('found labels known up to week 69');
  });
});
