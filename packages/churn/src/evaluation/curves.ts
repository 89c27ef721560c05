import { precisionRecallCurve, type RankedScores } from '@applied-modeling/evaluation';
import type { Evaluation, Scorer, TruthRows } from '../domain.ts';
import { csmRule, prevalence, usageRatio } from '../scorers.ts';
import type { Window } from './window.ts';

/** Precision against recall, for the rungs worth drawing and both ceilings. */
export function drawCurves(
  window: Window,
  scorers: readonly Scorer[],
  scores: readonly RankedScores[],
  truth: TruthRows | null,
): Evaluation['curves'] {
  const curve = (name: string, role: 'score' | 'ceiling' | 'baseline', score: RankedScores | Float64Array) => {
    const points = precisionRecallCurve(window.label, score, { points: 200, weight: window.weight });
    const stable = points.filter(({ recall }) => recall >= 0.02);
    return {
      name,
      role,
      recall: stable.map(({ recall }) => recall),
      precision: stable.map(({ precision }) => precision),
    };
  };
  const drawn = scorers.flatMap(({ name }, index) => {
    if (name === prevalence.name || name === usageRatio.name) return [];
    return [curve(name, name === csmRule.name ? 'baseline' : 'score', scores[index])];
  });
  return truth
    ? [
        ...drawn,
        curve('observable ceiling', 'ceiling', truth.observable),
        curve('clairvoyant ceiling', 'ceiling', truth.clairvoyant),
      ]
    : drawn;
}
