import { examinationByPosition, type Interval } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import { evaluateSettings } from '../settings.ts';
import { reaction } from '../world/planted.ts';

/** Successes at a position, for one at the first. */
export interface PositionSeen {
  readonly position: number;
  /** In slates whose order was drawn by lot: who looks there. Null where too few of them succeeded. */
  readonly byLottery: Interval | null;
  /** In slates that the rule ordered: that, and what the rule puts there. */
  readonly byRule: Interval | null;
  /** What the world planted; null where nobody knows it. */
  readonly planted: number | null;
}

/** The position bias before and after it is estimated: where a success is rare because nobody looks. */
export function positionBias(set: TrainingSet, seed: number, isSimulated: boolean): readonly PositionSeen[] {
  const { slate, replicates, level } = evaluateSettings;
  const shown = Uint32Array.from(set.y.keys()).filter((row) => set.position[row] >= 1 && !Number.isNaN(set.y[row]));
  const [ruled, drawn] = [0, 1].map((lottery) => {
    const rows = Array.from(shown).filter((row) => set.isLottery[row] === lottery);
    const of = (list: ArrayLike<number>) => rows.map((row) => list[row]);
    const slots = { position: of(set.position), reward: of(set.y), cluster: of(set.cluster) };
    return examinationByPosition(slots, slate, { replicates, level, seed });
  });
  return reaction.examined.map((planted, at) => ({
    position: at + 1,
    byLottery: drawn?.[at] ?? null,
    byRule: ruled?.[at] ?? null,
    planted: isSimulated ? planted : null,
  }));
}
