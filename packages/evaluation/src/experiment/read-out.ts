import type { Interval } from '../interval.ts';

/** What an experiment is planned to see: P(event) without and with a treatment, and the share of units that are spared by lot. */
export interface ExperimentPlan {
  readonly spared: number;
  readonly treated: number;
  readonly sparedShare: number;
}

/** How many units an arm holds, and in how many of them the event happened. */
export interface Arm {
  readonly units: number;
  readonly events: number;
}

/** Two arms that were compared, or why they were not. */
export type Readout =
  | { readonly kind: 'read'; readonly difference: Interval; readonly isSignificant: boolean }
  | { readonly kind: 'refused'; readonly units: number; readonly needed: number; readonly why: string };

/** Points of the normal distribution, as scipy.stats.norm.ppf gives them: two-sided 5 %, and 80 % power. */
const [FIVE_PERCENT, POWER] = [1.959964, 0.841621];

/**
 * Units of both arms together, so that a difference as planned is significant (5 %, two-sided) in 80 of 100 experiments. By the
 * normal approximation, arms of unequal size (Fleiss, Levin & Paik 2003, §4.3); s is the share of the spared and p̄ the mean rate:
 *
 *   units = (z₅ √(p̄ (1 − p̄) (1/s + 1/(1−s))) + z₈₀ √(p₀ (1 − p₀) / s + p₁ (1 − p₁) / (1 − s)))² / (p₀ − p₁)²
 */
export function unitsForPower({ spared, treated, sparedShare: s }: ExperimentPlan): number {
  if (!(s > 0 && s < 1)) throw new RangeError(`unitsForPower: ${s} are spared, expected a share between 0 and 1`);
  const mean = s * spared + (1 - s) * treated;
  const ifNothing = Math.sqrt(mean * (1 - mean) * (1 / s + 1 / (1 - s)));
  const asPlanned = Math.sqrt((spared * (1 - spared)) / s + (treated * (1 - treated)) / (1 - s));
  return Math.ceil(((FIVE_PERCENT * ifNothing + POWER * asPlanned) / (spared - treated)) ** 2);
}

/** Events among the spared less those among the treated, and whether chance alone would rarely show so much (pooled z-test). */
export function compareArms(spared: Arm, treated: Arm): Extract<Readout, { kind: 'read' }> {
  const [before, after] = [spared, treated].map(({ units, events }) => events / units);
  const pooled = (spared.events + treated.events) / (spared.units + treated.units);
  const ifNothing = Math.sqrt(pooled * (1 - pooled) * (1 / spared.units + 1 / treated.units));
  const standardError = Math.sqrt((before * (1 - before)) / spared.units + (after * (1 - after)) / treated.units);
  const estimate = before - after;
  const reach = FIVE_PERCENT * standardError;
  return {
    kind: 'read',
    difference: { estimate, low: estimate - reach, high: estimate + reach, standardError },
    isSignificant: Math.abs(estimate) > FIVE_PERCENT * ifNothing,
  };
}

/**
 * Reads an experiment, or refuses to: of too few units a null result says nothing, and a significant one exaggerates, because only
 * an estimate far beyond the truth is significant (Gelman & Carlin 2014, "Beyond power calculations").
 */
export function readOut(plan: ExperimentPlan, spared: Arm, treated: Arm): Readout {
  const [units, needed] = [spared.units + treated.units, unitsForPower(plan)];
  if (units >= needed && spared.units > 0 && treated.units > 0) return compareArms(spared, treated);
  const share = (rate: number) => `${Math.round(100 * rate)} %`;
  const drop = `a change from ${share(plan.spared)} to ${share(plan.treated)}`;
  const why = `${units} units, and seeing ${drop} in 80 of 100 experiments takes ${needed.toLocaleString('en-GB')}: not read`;
  return { kind: 'refused', units, needed, why };
}

/** What would be said of so many units that go as planned: asked before anybody looks. */
export function foreseeReadout(plan: ExperimentPlan, units: number): Readout {
  const spared = Math.round(units * plan.sparedShare);
  const arm = (units: number, rate: number) => ({ units, events: Math.round(units * rate) });
  return readOut(plan, arm(spared, plan.spared), arm(units - spared, plan.treated));
}
