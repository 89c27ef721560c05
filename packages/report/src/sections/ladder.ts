import type { Rung } from '@applied-modeling/evaluation';
import { table } from '../blocks.ts';
import { decimal, estimate, percent } from '../format.ts';
import type { Block } from '../page.ts';

/** The ladder as an order of rows: every rung with its interval, and by how much the model beats it on the same resamples. */
export function ladderTable(ladder: readonly Rung[], caption: string): Block {
  return table({
    caption,
    rows: ladder.map(({ name, role, averagePrecision, precisionAtK, rocAuc, modelMinusThis }) => ({
      rung: name,
      'average precision': estimate(averagePrecision),
      'precision at k': percent(precisionAtK),
      'ROC AUC': decimal(rocAuc),
      'model − this': role === 'model' ? '—' : estimate(modelMinusThis),
    })),
    emphasis: ladder.findIndex(({ role }) => role === 'model'),
  });
}
