import { describe, expect, test } from 'vitest';
import { assertDisjointLabelWindows, type Fold, labelWindowOverlaps, stepRange } from '../../src/index.ts';

describe('the check for overlapping label windows', () => {
  const sound: Fold = {
    name: 'final',
    train: stepRange(12, 92, 4),
    calibration: stepRange(106, 117),
    test: stepRange(131, 142),
  };

  test('names both windows of a fold that forgot the gap', () => {
    const careless = { ...sound, train: stepRange(12, 105, 4) };
    expect(() => assertDisjointLabelWindows(careless, 14, 'week')).toThrow(
      'fold final: calibration starts in week 106, but the labels of train are known only from week 118 ' +
        '(last week 104 + gap 14); end train earlier',
    );
    expect(labelWindowOverlaps(careless, 14)).toEqual([
      { earlier: 'train', later: 'calibration', knownFromStep: 118, startsAtStep: 106 },
    ]);
  });

  test('passes the sound fold, and not for a longer label', () => {
    expect(() => assertDisjointLabelWindows(sound, 14)).not.toThrow();
    expect(labelWindowOverlaps(sound, 15).map(({ earlier, later }) => [earlier, later])).toEqual([
      ['train', 'calibration'],
      ['calibration', 'test'],
    ]);
  });
});
