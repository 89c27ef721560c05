import type { Rung } from '../ladder/climb-ladder.ts';
import { shippedRanker } from '../ladder/shipped-ranker.ts';
import { type GateBounds, type GateEvidence, gateChecks } from './gate-checks.ts';

/** What is read of an evaluation whose ladder orders rows. */
export interface JudgedRanking extends Pick<GateEvidence, 'calibration'> {
  readonly ladder: readonly Rung[];
  readonly gapClosed: number | null;
}

/** The checks of a gate where whoever orders the rows best ships, and the gap is that of the ladder. */
export function rankingChecks(
  { ladder, calibration, gapClosed }: JudgedRanking,
  evidence: Pick<GateEvidence, 'auditPassed' | 'chanceIs' | 'money'>,
  bounds: GateBounds,
): ReturnType<typeof gateChecks> {
  const closed = { name: 'gap closed', share: gapClosed };
  return gateChecks({ ...evidence, calibration, closed, shipped: shippedRanker(ladder), better: 'higher' }, bounds);
}
