import * as evaluation from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';
import { evaluateSettings, queueSettings } from '../settings.ts';
import type { TruthRows } from './ceilings.ts';
import type { Window } from './window.ts';

/** The order of somebody who knows what only the simulation knows; nobody where there is no truth. */
export function ceilingsOf(truth: TruthRows | null): readonly evaluation.Contender[] {
  if (truth === null) return [];
  return [
    { name: 'observable ceiling', role: 'ceiling', ranking: evaluation.rankScores(truth.observable) },
    { name: 'clairvoyant ceiling', role: 'oracle', ranking: evaluation.rankScores(truth.clairvoyant) },
  ];
}

/** Every rung and both ceilings in one bootstrap, so that differences are paired. */
export function judgeLadder(
  window: Window,
  contenders: readonly evaluation.Contender[],
  seed: number,
): Pick<Evaluation, 'ladder' | 'averagePrecision' | 'rocAuc' | 'precisionAtK' | 'ceilings'> {
  const { replicates, level } = evaluateSettings;
  const k = (size: number) => queueSettings.share * size;
  const judged = { ...window, group: window.week };
  const rungs = evaluation.climbLadder(judged, contenders, { k, seed, replicates, level });
  const { averagePrecision, rocAuc, precisionAtK: precision } = evaluation.rungOf(rungs, 'model');
  const { achievable } = evaluation.precisionAtK(
    { ...judged, score: evaluation.rungOf(contenders, 'model').ranking },
    k,
  );
  return {
    ladder: rungs.filter(({ role }) => role !== 'ceiling' && role !== 'oracle'),
    averagePrecision,
    rocAuc,
    precisionAtK: { precision, achievable },
    ceilings: rungs.some(({ role }) => role === 'ceiling') ? measureGap(rungs) : null,
  };
}

/** How far from the rule in force to what anybody could know; a model beyond it by more than noise has seen the future. */
function measureGap(rungs: Evaluation['ladder']): Evaluation['ceilings'] {
  const [model, rule, observable] = (['model', 'incumbent', 'ceiling'] as const).map((role) =>
    evaluation.rungOf(rungs, role),
  );
  const distance = (rung: typeof rule) => rung.averagePrecision.estimate - rule.averagePrecision.estimate;
  return {
    observable: observable.averagePrecision,
    clairvoyant: evaluation.rungOf(rungs, 'oracle').averagePrecision,
    gapClosed: distance(model) / distance(observable),
    modelMinusObservable: evaluation.intervalOf(observable.modelMinusThis),
  };
}
