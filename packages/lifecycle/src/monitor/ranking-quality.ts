import { averagePrecision } from '@applied-modeling/evaluation';
import { CADENCES } from './cadence.ts';
import { type MaturedRow, maturedRows } from './signals.ts';
import type { Watch, WatchedStep } from './watched-step.ts';

/** NaN where no event is among the rows, or nothing was chosen. */
export interface RankingQuality {
  /** AUC-PR, of all rows. */
  readonly averagePrecision: number;
  /** The share of the chosen that came true. */
  readonly precisionAtK: number;
}

/** Steps one after the other, whose outcomes are told together. */
export interface QualityOfPeriod {
  readonly first: number;
  readonly last: number;
  /**
   * By the chances alone, and therefore known at once: each row counts as an event with its own chance. It is as good as the
   * calibration, and sees nothing of an outcome that no column foretells (confidence-based estimation, as NannyML does it).
   */
  readonly estimated: RankingQuality;
  /** Of rows nobody acted on; null until the outcome of the last step has matured. */
  readonly matured: RankingQuality | null;
}

/**
 * How well a model ranks, period by period. These are figures and no signals: both move with how many events there are, and an alarm
 * on them would tell of a season. What is lost of them without a reason, `lost precision` and `miscalibration` tell.
 */
export function rankingQuality({ steps, cadence }: Watch): readonly QualityOfPeriod[] {
  const { matured: length } = CADENCES[cadence];
  return Array.from({ length: Math.floor(steps.length / length) }, (_, at) => {
    const period = steps.slice(at * length, (at + 1) * length);
    const hasMatured = period.every(({ outcome }) => outcome !== null);
    return {
      ...{ first: period[0].step, last: period[length - 1].step },
      estimated: qualityOf(period.flatMap(foretoldRows)),
      matured: hasMatured ? qualityOf(period.flatMap(maturedRows)) : null,
    };
  });
}

/** Rows that may come to say something, each with its chance in the place of an outcome. */
function foretoldRows({ batch, countsFor }: WatchedStep): MaturedRow[] {
  return Array.from(batch.probability, (chance, row) => ({
    ...{ chance, label: chance, weight: countsFor[row], isChosen: batch.isChosen[row] === 1 },
  })).filter(({ weight }) => weight > 0);
}

function qualityOf(rows: readonly MaturedRow[]): RankingQuality {
  const column = (of: readonly MaturedRow[], name: 'label' | 'chance' | 'weight') => of.map((row) => row[name]);
  const sum = (of: readonly MaturedRow[]) => of.reduce((total, { label, weight }) => total + label * weight, 0);
  const chosen = rows.filter(({ isChosen }) => isChosen);
  return {
    averagePrecision:
      sum(rows) > 0
        ? averagePrecision(column(rows, 'label'), column(rows, 'chance'), column(rows, 'weight'))
        : Number.NaN,
    precisionAtK: sum(chosen) / chosen.reduce((total, { weight }) => total + weight, 0),
  };
}
