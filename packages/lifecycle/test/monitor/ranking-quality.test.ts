import { averagePrecision } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { rankingQuality } from '../../src/monitor/ranking-quality.ts';
import { toyWatch } from './toy-watch.ts';

it('estimates of chances that are right what outcomes say a while later', () => {
  const periods = rankingQuality(toyWatch(3, { steps: 32, maturesAfter: 10 }));
  expect(periods.map(({ first, last }) => [first, last])).toEqual([
    [0, 7],
    [8, 15],
    [16, 23],
    [24, 31],
  ]);
  expect(periods.map(({ matured }) => matured !== null)).toEqual([true, true, false, false]);
  for (const { estimated, matured } of periods.slice(0, 2)) {
    expect(Math.abs(matured!.averagePrecision - estimated.averagePrecision)).toBeLessThan(0.05);
    expect(Math.abs(matured!.precisionAtK - estimated.precisionAtK)).toBeLessThan(0.1);
  }
});

it('is average precision and the share of the chosen that came true, of rows that count', () => {
  const toy = toyWatch(3, { steps: 8, maturesAfter: 0 });
  const steps = toy.steps.map((step) => ({
    ...step,
    outcome: { ...step.outcome!, weight: step.outcome!.weight.map((_, row) => row % 3) },
  }));
  const rows = steps.flatMap(({ batch, outcome }) =>
    Array.from(batch.probability, (chance, row) => ({
      ...{ chance, label: outcome.label[row], weight: outcome.weight[row], isChosen: batch.isChosen[row] === 1 },
    })),
  );
  const of = <Name extends keyof (typeof rows)[number]>(name: Name) => rows.map((row) => row[name]);
  const chosen = rows.filter(({ isChosen }) => isChosen);
  const total = (value: (row: (typeof rows)[number]) => number) => chosen.reduce((sum, row) => sum + value(row), 0);
  const [{ matured }] = rankingQuality({ ...toy, steps });
  expect(matured!.averagePrecision).toBeCloseTo(averagePrecision(of('label'), of('chance'), of('weight')), 12);
  expect(matured!.precisionAtK).toBeCloseTo(
    total(({ label, weight }) => label * weight) / total(({ weight }) => weight),
    12,
  );
});

it('takes a thinned row for as many as it stands for, and none of which nobody will know', () => {
  const toy = toyWatch(3, { steps: 8 });
  const thinned = toy.steps.map((step) => ({
    ...step,
    countsFor: step.countsFor.map((_, row) => (row < 200 ? 2 : 0)),
  }));
  const half = toy.steps.map((step) => {
    const { batch, countsFor } = step;
    const { probability, isChosen } = batch;
    const kept = { probability: probability.slice(0, 200), isChosen: isChosen.slice(0, 200) };
    return { ...step, countsFor: countsFor.slice(0, 200), batch: { ...batch, ...kept } };
  });
  const [{ estimated }] = rankingQuality({ ...toy, steps: thinned });
  const [{ estimated: ofHalf }] = rankingQuality({ ...toy, steps: half });
  expect(estimated.averagePrecision).toBeCloseTo(ofHalf.averagePrecision, 12);
  expect(estimated.precisionAtK).toBeCloseTo(ofHalf.precisionAtK, 12);
});

it('knows nothing of a period in which nothing happened', () => {
  const toy = toyWatch(3, { steps: 8, maturesAfter: 0 });
  const steps = toy.steps.map((step) => ({
    ...step,
    outcome: { ...step.outcome!, label: step.outcome!.label.fill(0) },
  }));
  const [{ matured }] = rankingQuality({ ...toy, steps });
  expect(matured).toEqual({ averagePrecision: Number.NaN, precisionAtK: 0 });
});
