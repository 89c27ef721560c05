import { describe, expect, test } from 'vitest';
import { assertDisjointLabelWindows, labelWindowOverlaps, temporalFold, weekRange } from '../../src/index.ts';

describe('the check for overlapping label windows', () => {
  const plan = { firstTrainWeek: 12, trainStep: 4, calibrationWeeks: 12, testWeeks: 12, gapWeeks: 14 };
  const sound = temporalFold({ ...plan, name: 'final', lastTestWeek: 142 });

  test('names both windows of a fold that forgot the gap', () => {
    const careless = { ...sound, train: weekRange(12, 105, 4) };
    expect(() => assertDisjointLabelWindows(careless, 14)).toThrow(
      'fold final: calibration starts in week 106, but the labels of train are known only from week 118 ' +
        '(last week 104 + gap 14); end train earlier',
    );
    expect(labelWindowOverlaps(careless, 14)).toEqual([
      { earlier: 'train', later: 'calibration', knownFromWeek: 118, startsWeek: 106 },
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
