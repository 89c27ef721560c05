import { type Contender, precisionRecallCurve } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';
import type { Window } from './window.ts';

/** A curve along the floor would only hide the others. */
const DRAWN: readonly Contender['role'][] = ['incumbent', 'simple', 'model', 'ceiling', 'oracle'];

/** Precision against recall, for the rungs worth drawing and both ceilings. */
export function drawCurves(window: Window, contenders: readonly Contender[]): Evaluation['curves'] {
  return contenders.flatMap(({ name, role, ranking }) => {
    if (!DRAWN.includes(role)) return [];
    const points = precisionRecallCurve(window.label, ranking, { points: 200, weight: window.weight });
    return [{ name, role, points: points.filter(({ recall }) => recall >= 0.02) }];
  });
}
