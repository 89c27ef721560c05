import { readSideCar } from '@applied-modeling/lakehouse';
import type { Requests } from '../domain.ts';
import { truth } from '../tables.ts';

/** What a slate could have been worth, by page. */
export interface TruthOfPages {
  /** Chance of success once it is looked at, by notebook: all that is permitted and worth anything. */
  readonly relevance: readonly ReadonlyMap<string, number>[];
  readonly isNewTask: Uint8Array;
}

/** Of some pages, `request`; null on a person's own data. Called by judges only. */
export async function readTruth(
  dir: string | null,
  { requests }: { readonly requests: Pick<Requests, 'slateId'> },
  request: Int32Array,
): Promise<TruthOfPages | null> {
  const slateId = Array.from(request, (one) => requests.slateId[one]);
  const asked = { page: Int32Array.from(slateId.keys()), slate_id: slateId };
  const known = await readSideCar(dir, asked, (lake) =>
    lake.query(`SELECT page, truth.* FROM asked JOIN ${lake.latest(truth)} AS truth USING (slate_id)`),
  );
  if (known === null) return null;
  const relevance = slateId.map(() => new Map<string, number>());
  const isNewTask = new Uint8Array(slateId.length);
  const [page, notebookId] = [known.integers('page'), known.strings('notebook_id')];
  const [chance, isNew] = ['relevance', 'is_new_task'].map((name) => known.numbers(name));
  for (const [record, of] of page.entries()) {
    relevance[of].set(notebookId[record], chance[record]);
    isNewTask[of] = isNew[record];
  }
  const missing = relevance.findIndex((found) => found.size === 0);
  if (missing >= 0)
    throw new RangeError(`truth: no record of slate ${slateId[missing]}; delete the world and simulate it anew`);
  return { relevance, isNewTask };
}
