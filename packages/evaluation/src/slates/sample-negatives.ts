import type { NamedRung } from '../ladder/roles.ts';
import { sampledNdcg } from '../metrics/sampled-ndcg.ts';
import type { AskedPages } from './asked-pages.ts';
import type { RankedRung } from './climb-slates.ts';

/** NDCG@k of the best item of each page: in the whole catalogue, and among so many drawn from it. */
export interface SampledRung extends NamedRung {
  readonly full: number;
  readonly sampled: readonly number[];
}

export interface SampledMetric {
  readonly rungs: readonly SampledRung[];
  /** Two rankers that the sample puts the other way round, the better one first. */
  readonly flipped: { readonly negatives: number; readonly better: SampledRung; readonly worse: SampledRung } | null;
}

/**
 * What sampling does to a ladder. Where retrieval missed the best item it may stand anywhere among the others. Told is the pair that
 * is turned round most clearly, by the smaller of its two differences; null where the sample keeps every order.
 */
export function sampleNegatives(
  pages: AskedPages,
  rungs: readonly RankedRung[],
  negatives: readonly number[],
): SampledMetric {
  const judged = rungs.map(({ name, role, ranking }): SampledRung => {
    const placed = pages.worth.catalogue.flatMap(([best], page) =>
      best ? [rankOf(pages, { ranking, page, candidate: best.candidate })] : [],
    );
    const mean = (of: (one: Placed) => number) => placed.reduce((sum, one) => sum + of(one), 0) / placed.length;
    const { k } = pages;
    return {
      ...{ name, role },
      full: mean(({ rank }) => (rank <= k ? 1 / Math.log2(1 + rank) : 0)),
      sampled: negatives.map((drawn) => mean((one) => sampledNdcg({ ...one, negatives: drawn }, k))),
    };
  });
  const flips = negatives.flatMap((drawn, at) =>
    judged.flatMap((better) =>
      judged.map((worse) => ({
        ...{ negatives: drawn, better, worse },
        clear: Math.min(better.full - worse.full, worse.sampled[at] - better.sampled[at]),
      })),
    ),
  );
  const { clear, ...flipped } = flips.reduce((most, one) => (one.clear > most.clear ? one : most));
  return { rungs: judged, flipped: clear > 0 ? flipped : null };
}

interface Placed {
  readonly rank: number;
  readonly items: number;
}

function rankOf(
  { starts, catalogueSize }: AskedPages,
  { ranking, page, candidate }: { readonly ranking: Int32Array; readonly page: number; readonly candidate: number },
): Placed {
  const [start, end] = [starts[page], starts[page + 1]];
  const found = end - start;
  const items = Math.max(found + Number(candidate < 0), catalogueSize[page]);
  const rank = candidate < 0 ? (found + 1 + items) / 2 : ranking.subarray(start, end).indexOf(candidate) + 1;
  return { rank, items };
}
