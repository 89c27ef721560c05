import { featureColumn } from '@applied-modeling/feature-store';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { isServiced } from '../incumbent.ts';
import { valueOfService } from '../prices.ts';

/** What each decides to service, and what that would have earned; doing nothing earns 0. */
export function judgeMoney(set: TrainingSet, rows: Uint32Array, chance: Float64Array): Evaluation['money'] {
  const errors = featureColumn(set, 'errors_7d');
  const judge = (decides: (row: number, at: number) => boolean) => {
    const serviced = rows.filter(decides);
    return { services: serviced.length, netUsd: serviced.reduce((sum, row) => sum + valueOfService(set.y[row]), 0) };
  };
  return {
    rule: judge((row) => isServiced(errors[row])),
    model: judge((_, at) => valueOfService(chance[at]) > 0),
  };
}
