import { pairedDifference, precisionAtK, type RankedScores, rankScores, rocAuc } from '@applied-modeling/evaluation';
import type { Evaluation, Rung, Scorer, TruthRows } from '../domain.ts';
import { evaluateSettings, queueSettings } from '../settings.ts';
import { bootstrap, interval, type Window } from './window.ts';

/** Every rung and both ceilings in one bootstrap, so that differences are paired. */
export function climbLadder(
  window: Window,
  scorers: readonly Scorer[],
  scores: readonly RankedScores[],
  truth: TruthRows | null,
  seed: number,
): Pick<Evaluation, 'ladder' | 'averagePrecision' | 'precisionAtK' | 'ceilings'> {
  const ceilings = truth ? [rankScores(truth.observable), rankScores(truth.clairvoyant)] : [];
  const estimates = bootstrap(window, seed, [...scores, ...ceilings], evaluateSettings.replicates);
  const slots = (size: number) => queueSettings.share * size;
  const queueOf = (score: RankedScores) => precisionAtK({ ...window, score, group: window.week }, slots);
  const model = estimates[scorers.length - 1];
  const ladder = scorers.map(
    ({ name }, index): Rung => ({
      name,
      averagePrecision: interval(estimates[index]),
      precisionAtK: queueOf(scores[index]).precision,
      rocAuc: rocAuc(window.label, scores[index], window.weight),
      modelMinusThis: pairedDifference(model, estimates[index]),
    }),
  );
  const rule = ladder.find(({ name }) => name === evaluateSettings.gapBaseline)!.averagePrecision.estimate;
  const { precision, achievable } = queueOf(scores[scorers.length - 1]);
  const [observable, clairvoyant] = estimates.slice(scorers.length);
  return {
    ladder,
    averagePrecision: interval(model),
    precisionAtK: { precision, achievable },
    ceilings: truth
      ? {
          observable: interval(observable),
          clairvoyant: interval(clairvoyant),
          gapClosed: (model.estimate - rule) / (observable.estimate - rule),
          modelMinusObservable: interval(pairedDifference(model, observable)),
        }
      : null,
  };
}
