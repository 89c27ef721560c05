import { type Contender, precisionRecallCurve } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';
import type { Window } from './window.ts';

/** Precision against recall, for the rungs worth drawing and both ceilings. */
export function drawCurves(window: Window, contenders: readonly Contender[]): Evaluation['curves'] {
  return contenders.flatMap(({ name, role, ranking }) => {
    const drawnAs = DRAWN[role];
    if (drawnAs === undefined) return [];
    const points = precisionRecallCurve(window.label, ranking, { points: 200, weight: window.weight });
    const stable = points.filter(({ recall }) => recall >= 0.02);
    return [
      {
        name,
        role: drawnAs,
        recall: stable.map(({ recall }) => recall),
        precision: stable.map(({ precision }) => precision),
      },
    ];
  });
}

/** A curve along the floor would only hide the others. */
const DRAWN: Readonly<Partial<Record<Contender['role'], Evaluation['curves'][number]['role']>>> = {
  incumbent: 'baseline',
  simple: 'score',
  model: 'score',
  ceiling: 'ceiling',
  oracle: 'ceiling',
};
