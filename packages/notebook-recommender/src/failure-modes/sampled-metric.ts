import type { Evaluation } from '../domain.ts';
import { tablesInCommon, teamPopularity } from '../evaluation/scorers.ts';
import { evaluateSettings } from '../settings.ts';

/** Two rules that somebody with a week could choose between. */
const TWO: readonly string[] = [tablesInCommon.name, teamPopularity.name];

/**
 * The sampled metric. Careless: of two rules the one is chosen that puts the best notebook of a page before more of twenty others drawn by
 * lot, which is what many papers report. That asks how much of the catalogue stands before it, and nobody reads beyond five.
 *
 * Correct chooses by the whole permitted catalogue, some hundred notebooks, where twenty save no time.
 */
export function sampledMetric({ sampled, ladder }: Pick<Evaluation, 'sampled' | 'ladder'>) {
  const rungs = sampled.rungs.filter(({ name }) => TWO.includes(name));
  const chosen = (by: (rung: (typeof rungs)[number]) => number) => {
    const { name } = rungs.reduce((best, rung) => (by(rung) > by(best) ? rung : best));
    const { ndcg } = ladder.find((rung) => rung.name === name)!;
    const offline = by(rungs.find((rung) => rung.name === name)!);
    return { offline: { score: offline }, live: { score: ndcg.estimate }, isTables: Number(name === TWO[0]) };
  };
  const among = evaluateSettings.negatives.indexOf(20);
  return { careless: chosen((rung) => rung.sampled[among]), correct: chosen(({ full }) => full) };
}
