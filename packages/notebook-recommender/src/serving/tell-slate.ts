import { count, decimal, facts, layOut, percent, type ScreenBlock } from '@applied-modeling/report';
import { slateUsd, successUsd } from '../prices.ts';
import type { Suggestion } from './reasons.ts';
import type { Slate } from './slate.ts';

/** A page, answered: the slate and its reasons, or null where nothing may be opened that anybody used. */
export interface AnsweredPage {
  readonly user: string;
  readonly decidedMs: number;
  /** Notebooks the person may open, and those retrieval considered. */
  readonly permitted: number;
  readonly considered: number;
  readonly slate: Slate | null;
  readonly reasons: readonly Suggestion[];
  readonly version: number;
  readonly isChampion: boolean;
}

/** One screen: what is suggested and why, or why nothing is. */
export function tellSlate(page: AnsweredPage): string {
  const { user, decidedMs, permitted, considered, slate, version, isChampion } = page;
  const about = facts({
    'blank page of': `${user}, ${new Date(decidedMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    considered: `${count(considered)} of ${count(permitted)} notebooks that may be opened`,
    verdict: verdictOf(slate),
    model: `version ${version}${isChampion ? ', champion' : ''}`,
  });
  return layOut(slate?.isWorthIt ? [about, suggestionsOf(page, slate)] : [about]);
}

function verdictOf(slate: Slate | null): string {
  if (slate === null) return 'nothing is suggested: nothing that may be opened was used or read by anybody lately';
  const expected = `${percent(slate.chanceOfAny)} that one of ${slate.rows.length} helps, worth $${decimal(slate.chanceOfAny * successUsd(), 2)}`;
  return slate.isWorthIt
    ? `show it: ${expected}, more than the $${decimal(slateUsd(), 2)} it costs to read`
    : `nothing is suggested: ${expected}, less than the $${decimal(slateUsd(), 2)} it costs to read`;
}

function suggestionsOf({ reasons }: AnsweredPage, { chance }: Slate): ScreenBlock {
  const told = reasons.map(({ title, notebookId, because }, at) => {
    return [String(at + 1), `${title ?? notebookId} (${percent(chance[at])}): ${because}`];
  });
  return facts(Object.fromEntries(told));
}
