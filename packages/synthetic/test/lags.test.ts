import { describe, expect, test } from 'vitest';
import { lagMs, MS_PER_HOUR, nightAfter } from '../src/index.ts';

describe('a lag', () => {
  const lag = lagMs({ median: 6, p99: 14 });

  test('is its median at a normal draw of 0 and its 99th percentile at 2.3263', () => {
    expect(lag(0)).toBe(6 * MS_PER_HOUR);
    expect(lag(2.3263478740408408)).toBe(14 * MS_PER_HOUR);
  });

  test('is never negative and always whole', () => {
    for (const normal of [-6, -1.5, 0.3, 4]) {
      expect(lag(normal)).toBeGreaterThan(0);
      expect(Number.isInteger(lag(normal))).toBe(true);
    }
  });
});

test('the nightly load comes at 02:00 of the next day, for somebody at 01:00 too', () => {
  const at = (text: string) => Date.parse(text);
  expect(nightAfter(at('2025-03-01T00:00:00Z'))).toBe(at('2025-03-02T02:00:00Z'));
  expect(nightAfter(at('2025-03-01T01:00:00Z'))).toBe(at('2025-03-02T02:00:00Z'));
  expect(nightAfter(at('2025-03-01T23:59:59Z'))).toBe(at('2025-03-02T02:00:00Z'));
});
