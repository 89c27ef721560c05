import { explainLogistic, predictLogistic, predictRidge } from '@applied-modeling/evaluation';
import { explainRows, predictMargin } from '@applied-modeling/gbm';
import type { TrainedModel } from '../domain.ts';
import type { ModelColumns } from '../training-set/model-columns.ts';

/** What a line or trees say of each row: log-odds of a chance, logs of a cost. Training, judging and admission ask here. */
export function predict(learned: TrainedModel['chance' | 'cost'], { names, columns }: ModelColumns): Float64Array {
  if ('trees' in learned) return Float64Array.from(predictMargin(learned, { featureNames: names, columns }));
  return 'features' in learned ? predictLogistic(learned, columns) : predictRidge(learned, columns);
}

/** What each feature adds to the log-odds of chosen rows: coefficient times standardised value, or by TreeSHAP. */
export function explainChance(chance: TrainedModel['chance'], read: ModelColumns, rows: Uint32Array) {
  return 'trees' in chance ? explainRows(chance, read, rows) : explainLogistic(chance, read.columns, rows);
}
