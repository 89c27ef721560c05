import { type Interval, preventedShare, take } from '@applied-modeling/evaluation';
import type { FoldRows, TrainingSet } from '../domain.ts';
import { isInCrisis } from '../incumbent.ts';
import { prices } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';

/** What a contact does to the accounts of a group that would collapse without one. */
export interface ContactEffect {
  readonly group: 'in a support crisis' | 'everybody else';
  readonly contacted: number;
  readonly spared: number;
  /** The share of collapses that contacts prevented; null where too few of the spared collapsed to say. */
  readonly measured: Interval | null;
  /** What the queue counts with: the measured share where its interval excludes the assumed one, else the assumed one. */
  readonly keptShare: number;
}

/**
 * The effect of a contact, learnt from the lottery of the watch-list: of the accounts that were newly listed on the Monday of
 * a decision some were contacted and some spared, with chances that are known. Only decisions that had matured when the fold's
 * test began are read.
 *
 * Two groups, because the watch-list has two reasons. Rejected: an effect by deciles of the model's score. It has been fitted
 * to the outcomes of the spared and to none of the contacted, so it finds an effect where there is none.
 */
export function learnContactEffects(set: TrainingSet, { fold }: FoldRows, seed: number): readonly ContactEffect[] {
  const { isContacted, contactChance } = set.lottery;
  const isDrawn = (row: number) =>
    set.week[row] <= fold.calibration.last && !Number.isNaN(isContacted[row]) && !Number.isNaN(set.y[row]);
  const drawn = Uint32Array.from(set.week.keys()).filter(isDrawn);
  return ([true, false] as const).map((crisis) => {
    const rows = drawn.filter((row) => isInCrisis(set.ruleInputs.tickets_28d[row]) === crisis);
    const treated = take(isContacted, rows);
    const arms = {
      event: take(set.y, rows),
      treated,
      chance: take(contactChance, rows),
      cluster: take(set.cluster, rows),
    };
    const measured = preventedShare(arms, { ...evaluateSettings, seed });
    const isAnother = measured && (measured.low > prices.saveRate || measured.high < prices.saveRate);
    const contacted = treated.filter((one) => one === 1).length;
    return {
      group: crisis ? 'in a support crisis' : 'everybody else',
      ...{ contacted, spared: rows.length - contacted, measured },
      keptShare: isAnother ? measured.estimate : prices.saveRate,
    };
  });
}

/** What the lottery says of each group, however widely; the assumed share where it says nothing. */
export function measuredSharesOf(effects: readonly ContactEffect[]): readonly number[] {
  return effects.map(({ measured, keptShare }) => Math.max(0, measured?.estimate ?? keptShare));
}

/** The share of expected collapses that a contact prevents, in a support crisis and else, by the tickets of four weeks. */
export function keptSharesOf([crisis, others]: readonly number[], tickets28d: Float32Array): Float64Array {
  return Float64Array.from(tickets28d, (tickets) => (isInCrisis(tickets) ? crisis : others));
}
