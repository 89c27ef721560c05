import { take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { JudgedWindow } from './judged-window.ts';
import { precisionsOf } from './slices.ts';

const AGE_BANDS = [
  { band: 'under a week', from: 0, to: 7 },
  { band: 'a week to four', from: 7, to: 28 },
  { band: 'four weeks to ten', from: 28, to: 70 },
  { band: 'older', from: 70, to: Number.POSITIVE_INFINITY },
] as const;

const COMPARED = ['optimizer cost', 'bytes scanned', 'observable ceiling'];

/**
 * Average precision of who goes by statistics, and of who goes by the Delta log, by the age of the oldest statistics that an optimizer
 * would go by; null without an expensive query.
 */
export function judgeByAge(window: JudgedWindow) {
  const { set, rows, label } = window;
  const compared = window.scored.filter(({ name, role }) => role === 'model' || COMPARED.includes(name));
  const age = featureColumn(set, 'statistics_age_days');
  const bands = [
    ...AGE_BANDS.map(({ band, from, to }) => ({ band, holds: (days: number) => days >= from && days < to })),
    { band: 'never analysed', holds: Number.isNaN },
  ];
  return bands.map(({ band, holds }) => {
    const members = Uint32Array.from(rows.keys()).filter((at) => holds(age[rows[at]]));
    const positives = take(label, members).reduce((sum, one) => sum + one, 0);
    return {
      ...{ band, queries: members.length, baseRate: positives / Math.max(1, members.length) },
      averagePrecision: precisionsOf({ ...window, scored: compared }, members),
    };
  });
}
