import { type Rung, shippedRanker } from '@applied-modeling/evaluation';
import { paragraph } from '../blocks.ts';
import { estimate, percent } from '../format.ts';
import type { Section } from '../page.ts';
import { ladderTable } from './ladder.ts';

/** The ladder as an order of rows: whether the model earns its place on it, how far it is from the ceiling, and every rung. */
export function rankingSection(ladder: readonly Rung[], closed: number | null, caption: string): Section {
  const { bestSimpler, modelMinusBest, modelEarnsItsPlace } = shippedRanker(ladder);
  const verdict = `Model − ${bestSimpler.name}, the best simpler rung, is ${estimate(modelMinusBest)}: ${modelEarnsItsPlace ? 'more than noise, so the model ships' : 'no more than noise, so the model does not ship'}.`;
  const ceiling =
    closed === null
      ? 'On your own data nobody knows how well anyone could have done: there is no ceiling.'
      : `It closes ${percent(closed, 0)} of the gap from the rule to the observable ceiling.`;
  return {
    title: 'How well does it rank?',
    code: ['stages/6-evaluate.ts'],
    blocks: [paragraph(`${verdict} ${ceiling}`), ladderTable(ladder, caption)],
  };
}
