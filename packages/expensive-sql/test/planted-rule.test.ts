import { rungOf } from '@applied-modeling/evaluation';
import { type Booster, gainImportance } from '@applied-modeling/gbm';
import { expect, it } from 'vitest';
import { evaluation, trained } from './small-run.ts';

/** `world/planted.ts`: a query costs what it has to read, times what is peculiar to its template. */

it('goes by what such a query usually costs a gigabyte, times its gigabytes', () => {
  const { chance } = trained.find(({ name }) => name === 'gbm')!;
  const best = gainImportance(chance as Booster).map(({ feature }) => feature);
  expect(best.slice(0, 3).filter((name) => name.endsWith('expected_log_cpu'))).not.toEqual([]);
});

it('template means fail where the dates decide: on sensitive templates bytes × cost a gigabyte ranks better', () => {
  const sensitive = evaluation.slices.find(({ name }) => name === 'sensitive template')!.ladder;
  const of = (name: string) => sensitive!.find((rung) => rung.name === name)!.averagePrecision.estimate;
  expect(of('cost per gigabyte × bytes')).toBeGreaterThan(1.3 * of("template's last cost"));
});

it('knows no more than anybody could, but by luck', () => {
  const { estimate, standardError } = rungOf(evaluation.ladder, 'ceiling').modelMinusThis;
  expect(estimate).toBeLessThan(3 * standardError);
});
