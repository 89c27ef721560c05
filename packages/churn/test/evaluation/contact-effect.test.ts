import { describe, expect, it } from 'vitest';
import type { FoldRows, TrainingSet } from '../../src/domain.ts';
import { keptSharesOf, learnContactEffects } from '../../src/evaluation/contact-effect.ts';
import { prices } from '../../src/prices.ts';

/** A cell of the lottery: so many accounts, so many of them collapse. */
interface Cell {
  readonly tickets: number;
  readonly isContacted: 0 | 1;
  readonly accounts: number;
  readonly collapses: number;
  readonly chance?: number;
  readonly week?: number;
}

const fold = { fold: { calibration: { last: 117 } } } as FoldRows;

function lotteryOf(cells: readonly Cell[]): TrainingSet {
  const rows = cells.flatMap((cell) =>
    Array.from({ length: cell.accounts }, (_, index) => ({
      week: 100,
      chance: 0.72,
      ...cell,
      y: Number(index < cell.collapses),
    })),
  );
  const column = (value: (row: (typeof rows)[number]) => number) => Float32Array.from(rows, value);
  return {
    week: Int32Array.from(rows, ({ week }) => week),
    cluster: Int32Array.from(rows.keys()),
    y: column(({ y }) => y),
    lottery: { isContacted: column((row) => row.isContacted), contactChance: column(({ chance }) => chance) },
    ruleInputs: { tickets_28d: column(({ tickets }) => tickets), usage_ratio_28_84: column(() => 1) },
  } as unknown as TrainingSet;
}

const crisis = [
  { tickets: 4, isContacted: 1, accounts: 720, collapses: 18 },
  { tickets: 4, isContacted: 0, accounts: 280, collapses: 28 },
] as const;

describe('the effect of a contact', () => {
  // 18 of 720 against 28 of 280: 1 − 0.025 / 0.1
  it('is what the lottery shows, where that is not the assumed one', () => {
    const [effect] = learnContactEffects(lotteryOf(crisis), fold, 7);
    expect(effect).toMatchObject({ group: 'in a support crisis', contacted: 720, spared: 280 });
    expect(effect.measured!.estimate).toBeCloseTo(0.75, 5);
    expect(effect.keptShare).toBe(effect.measured!.estimate);
  });

  // 90 of 300 against 30 of 100 is no effect at all, but an interval that wide does not rule out the assumed tenth.
  it('is the assumed one where the lottery cannot tell it from what it shows', () => {
    const others = [
      { tickets: 1, isContacted: 1, accounts: 300, collapses: 90 },
      { tickets: 1, isContacted: 0, accounts: 100, collapses: 30 },
    ] as const;
    const effects = learnContactEffects(lotteryOf([...crisis, ...others]), fold, 7);
    expect(effects[1].measured!.estimate).toBeCloseTo(0, 5);
    expect(effects[1].keptShare).toBe(prices.saveRate);
    expect([
      ...keptSharesOf(
        effects.map(({ keptShare }) => keptShare),
        Float32Array.of(4, 3, NaN),
      ),
    ]).toEqual([effects[0].keptShare, prices.saveRate, prices.saveRate]);
  });

  it('is unknown where fewer than 15 of the spared collapsed', () => {
    const few = [crisis[0], { ...crisis[1], collapses: 14 }];
    const [effect] = learnContactEffects(lotteryOf(few), fold, 7);
    expect(effect).toMatchObject({ measured: null, keptShare: prices.saveRate });
  });

  it('is not learnt from decisions that had not matured when the test began', () => {
    const late = { tickets: 4, isContacted: 1, accounts: 500, collapses: 500, week: 118 } as const;
    expect(learnContactEffects(lotteryOf([...crisis, late]), fold, 7)[0].contacted).toBe(720);
  });
});
