import { compareArms } from './read-out.ts';

/** Of a unit: P(event) if it is spared, and if it is treated. */
export type UnitChances = Readonly<Record<'spared' | 'treated', ArrayLike<number>>>;

export interface SimulatedReadouts {
  /** What every readout is an estimate of. */
  readonly difference: number;
  readonly significantShare: number;
  /** Significant, and the right way round. */
  readonly rightShare: number;
  /** Mean |estimate| of the significant ones over the true difference: type M (Gelman & Carlin 2014); NaN where none is. */
  readonly exaggeration: number;
}

/**
 * What would be read if an experiment on so many units, drawn from those given, were run again and again. `uniform` draws number
 * `draw` of a readout: the unit, its arm and its outcome take three.
 */
export function simulateReadouts(
  { spared, treated }: UnitChances,
  plan: Readonly<Record<'units' | 'sparedShare' | 'readouts', number>>,
  uniform: (readout: number, draw: number) => number,
): SimulatedReadouts {
  const truth = meanOfList(spared) - meanOfList(treated);
  const found = Array.from({ length: plan.readouts }, (_, readout) => {
    const arms = [spared, treated].map((chance) => ({ chance, units: 0, events: 0 }));
    for (let draw = 0; draw < 3 * plan.units; draw += 3) {
      const unit = Math.floor(spared.length * uniform(readout, draw));
      const arm = arms[uniform(readout, draw + 1) < plan.sparedShare ? 0 : 1];
      arm.units += 1;
      if (uniform(readout, draw + 2) < arm.chance[unit]) arm.events += 1;
    }
    const { difference, isSignificant } = compareArms(arms[0], arms[1]);
    return isSignificant ? difference.estimate : 0;
  });
  const significant = found.filter((estimate) => estimate !== 0);
  return {
    difference: truth,
    significantShare: significant.length / plan.readouts,
    rightShare: significant.filter((estimate) => estimate * truth > 0).length / plan.readouts,
    exaggeration: meanOfList(significant.map(Math.abs)) / Math.abs(truth),
  };
}

function meanOfList(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
