import type { NamedRung, ShippedRung } from '@applied-modeling/evaluation';
import { estimate, type Measured } from '../format.ts';

/**
 * Why the model ships or does not, as a part of a sentence: its paired difference to the best simpler rung, and whether that is
 * more than noise.
 *
 * @param better what a model is that earns its place: `cheaper`
 * @param unit follows the difference, with its space: ` in average precision`
 */
export function whyItShips(
  { model, bestSimpler, modelMinusBest, modelEarnsItsPlace }: ShippedRung<NamedRung>,
  {
    better,
    unit = '',
    write,
  }: { readonly better: string; readonly unit?: string; readonly write?: (value: Measured) => string },
): string {
  const difference = `${model.name} − ${bestSimpler.name} is ${estimate(modelMinusBest, write)}${unit}`;
  return `${difference}, ${modelEarnsItsPlace ? '' : 'not '}${better} by more than noise`;
}
