/** How a treatment was drawn by lot: a persistent holdout, and a chance for everybody else who was ever a candidate for it. */
export interface LotteryDesign {
  readonly holdoutShare: number;
  readonly treatedShare: number;
}

/** What is known of a unit when it is drawn. */
export interface DrawnBefore {
  /** Then it is not in the holdout. */
  readonly wasTreated: boolean;
  readonly timesSpared: number;
}

/**
 * P(treated | drawn, and what earlier draws did). Having been spared before makes the holdout likelier, by Bayes; with h the share
 * of the holdout, c the chance of everybody else and m the times spared:
 *
 *   h ← h / (h + (1 − h)(1 − c)^m)
 */
export function chanceOfTreatment({ holdoutShare: h, treatedShare: c }: LotteryDesign, before: DrawnBefore): number {
  const inHoldout = before.wasTreated ? 0 : h / (h + (1 - h) * (1 - c) ** before.timesSpared);
  return (1 - inHoldout) * c;
}

/**
 * How many rows one stands for among the untreated: 0 if it was treated, 1 if it was never drawn and so had no chance to be, and
 * otherwise, as it was drawn and spared, 1 / P(spared): it speaks for the treated as well (Horvitz & Thompson 1952).
 */
export function untreatedWeight(
  design: LotteryDesign,
  unit: DrawnBefore & Readonly<Record<'isDrawn' | 'isTreated', boolean>>,
): number {
  if (unit.isTreated) return 0;
  return unit.isDrawn ? 1 / (1 - chanceOfTreatment(design, unit)) : 1;
}
