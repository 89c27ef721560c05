import { describe, expect, it } from 'vitest';
import { isExpensive, labelContract, labelOf, maturesAfterDays, maturesAt } from '../src/label.ts';

describe('the label', () => {
  const ended = { wasCut: false, fromCache: false };

  it('is a cost beyond the limit, not at it', () => {
    expect(labelOf({ ...ended, cpuSeconds: 600 })).toBe(0);
    expect(labelOf({ ...ended, cpuSeconds: 600.001 })).toBe(1);
    expect(isExpensive(labelContract.expensiveCpuSeconds)).toBe(false);
  });

  it('is known of a query that was cut short only once it had passed the limit', () => {
    expect(labelOf({ ...ended, wasCut: true, cpuSeconds: 599 })).toBeNaN();
    expect(labelOf({ ...ended, wasCut: true, cpuSeconds: 601 })).toBe(1);
  });

  it('is unknown where the cache answered, whatever was logged', () => {
    expect(labelOf({ ...ended, fromCache: true, cpuSeconds: 0 })).toBeNaN();
    expect(labelOf({ ...ended, fromCache: true, cpuSeconds: 1e6 })).toBeNaN();
  });

  it('matures with the day after the day of submission, for all queries of a day together', () => {
    expect(maturesAfterDays).toBe(2);
    for (const time of ['00:00:00Z', '13:30:00Z', '23:59:59Z'])
      expect(new Date(maturesAt(Date.parse(`2024-03-01T${time}`))).toISOString()).toBe('2024-03-03T00:00:00.000Z');
  });
});
