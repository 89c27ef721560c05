import { rankedFigures } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';

/** The figures by which runs are compared: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Readonly<Record<string, number | null>> {
  const { money, planted } = evaluation;
  return {
    ...rankedFigures(evaluation),
    net_value_usd: money.model.netUsd,
    chance_worn_at_half: planted?.wornAtHalf ?? null,
    chance_worn_else: planted?.wornElse ?? null,
  };
}
