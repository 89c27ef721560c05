import { expect, test } from 'vitest';
import { color, drawnAs, inTheDark, seriesEncoding } from '../src/theme.ts';

type Triple = readonly [number, number, number];

/** Linear red, green and blue of an sRGB hex colour, each 0 to 1. */
function linearRgb(hex: string): Triple {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

function multiply(matrix: readonly Triple[], [a, b, c]: Triple): Triple {
  const [x, y, z] = matrix.map((row) => row[0] * a + row[1] * b + row[2] * c);
  return [x, y, z];
}

const xyzFromRgb: readonly Triple[] = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];

/** Contrast ratio of two colours, as WCAG 2 defines it: (luminance + 0.05) of the lighter over that of the darker. */
function contrast(one: string, other: string): number {
  const [dark, light] = [one, other].map((hex) => multiply(xyzFromRgb, linearRgb(hex))[1] + 0.05).sort((a, b) => a - b);
  return light / dark;
}

/** CIE L*a*b* under D65. */
function lab(rgb: Triple): Triple {
  const [x, y, z] = multiply(xyzFromRgb, rgb);
  const root = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [fx, fy, fz] = [root(Math.max(0, x) / 0.9505), root(Math.max(0, y)), root(Math.max(0, z) / 1.089)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

// Machado, Oliveira and Fernandes 2009, severity 1.0: what each kind of eye sees of a linear colour.
const eyes: Record<string, readonly Triple[]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

// The pair #777777 on white is 4.48:1 in the WebAIM contrast checker.
test('the contrast formula agrees with a known pair', () => {
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test.each([...color.series, color.ink, color.muted, color.good, color.bad])('%s is readable on white', (hex) => {
  expect(contrast(hex, color.paper)).toBeGreaterThan(4.5);
  expect(contrast(inTheDark[hex], inTheDark[color.paper])).toBeGreaterThan(4.5);
});

// A difference of 2.3 is just noticeable side by side (Mahy 1994); thin lines far apart need several times that.
test.each(
  Object.entries(eyes).flatMap(([eye, seenFrom]) => [
    [eye, 'on white', seenFrom, color.series] as const,
    [eye, 'in the dark', seenFrom, color.series.map((hex) => inTheDark[hex])] as const,
  ]),
)('all series stay apart under %s %s', (_, __, seenFrom, series) => {
  const seen = series.map((hex) => lab(multiply(seenFrom, linearRgb(hex))));
  const distances = seen.flatMap((a, i) =>
    seen.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
  );
  expect(Math.min(...distances)).toBeGreaterThan(15);
});

test('a rung is drawn as what it is: there before anything was learnt, learnt, or out of reach', () => {
  expect((['floor', 'incumbent', 'business'] as const).map(drawnAs)).toEqual(['baseline', 'baseline', 'baseline']);
  expect((['simple', 'ablation', 'model'] as const).map(drawnAs)).toEqual(['score', 'score', 'score']);
  expect((['ceiling', 'oracle'] as const).map(drawnAs)).toEqual(['ceiling', 'ceiling']);
});

test('every colour of a drawing has its twin in the dark', () => {
  const all = Object.values(color).flat();
  expect(all.filter((hex) => !(hex in inTheDark))).toEqual([]);
});

test('no two scores of one chart look alike, even where there are more of them than colours', () => {
  const names = Array.from({ length: color.series.length + 3 }, (_, at) => `score ${at}`);
  const drawn = seriesEncoding(
    names.map((name) => ({ name })),
    { size: 'wide', width: 680 },
  );
  const looks = names.map((_, at) => JSON.stringify([drawn.color.scale.range[at], drawn.strokeDash.scale.range[at]]));
  expect(new Set(looks).size).toBe(names.length);
});
