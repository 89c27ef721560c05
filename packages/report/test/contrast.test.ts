import { expect, test } from 'vitest';
import { color } from '../src/theme.ts';

/** Contrast ratio with white, as WCAG 2 defines it: (1 + 0.05) / (luminance + 0.05). */
function contrastWithWhite(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

// The pair #777777 on white is 4.48:1 in the WebAIM contrast checker.
test('the contrast formula agrees with a known pair', () => {
  expect(contrastWithWhite('#777777')).toBeCloseTo(4.48, 2);
});

test.each([...color.series, color.ink, color.muted, color.good, color.bad])('%s is readable on white', (hex) => {
  expect(contrastWithWhite(hex)).toBeGreaterThan(4.5);
});

test('no two series share a colour', () => {
  expect(new Set(color.series).size).toBe(color.series.length);
});
