import { meanOrNull } from '../mean-known.ts';
import type { AskedPages } from './asked-pages.ts';

/** A share; null where nothing is worth anything, or where nobody knows what a page is for. */
export type RetrievalRecall = Readonly<Record<'all' | 'newTask' | 'repeat', number | null>>;

/** Of what the best k items of a page are worth, the share that retrieval found at all: no order can mend the rest. */
export function retrievalRecall({ worth, isNewTask, k }: AskedPages): RetrievalRecall {
  const ofPage = Float64Array.from(worth.catalogue, (listed) => {
    const best = listed.slice(0, k);
    const gain = (some: typeof best) => some.reduce((sum, one) => sum + 2 ** one.worth - 1, 0);
    return best.length === 0 ? Number.NaN : gain(best.filter(({ candidate }) => candidate >= 0)) / gain(best);
  });
  const where = (isNew: number) => isNewTask && meanOrNull(ofPage.filter((_, page) => isNewTask[page] === isNew));
  return { all: meanOrNull(ofPage), newTask: where(1), repeat: where(0) };
}
