import { bootstrapMeans } from '../bootstrap/bootstrap-means.ts';
import type { BootstrapEstimate, ResamplingOptions } from '../bootstrap/cluster-bootstrap.ts';
import { type PairedDifference, pairedDifference } from '../bootstrap/paired-difference.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { type NamedRung, rungOf } from '../ladder/roles.ts';
import { type ShippedRung, shippedRung } from '../ladder/shipped-rung.ts';
import { meanKnown, meanOrNull } from '../mean-known.ts';
import type { AskedPages } from './asked-pages.ts';
import type { RankedPages } from './judge-ranking.ts';
import type { Ranking } from './rank-candidates.ts';

/** Somebody's order of the candidates, with what it is worth page by page. */
export interface RankedRung extends NamedRung {
  readonly ranking: Ranking;
  readonly pages: RankedPages;
}

/** NDCG@k on some pages, and by how much the model beats it there on the same resamples of users. */
export interface NdcgOfPages {
  readonly ndcg: Interval;
  readonly modelMinusThis: PairedDifference;
}

/** One rung, judged on the whole catalogue; what is not retrieved is never shown. */
export interface SlateRung extends NamedRung, NdcgOfPages {
  /** Null where nobody knows what a page is for. */
  readonly newTask: NdcgOfPages | null;
  readonly repeat: NdcgOfPages | null;
  /** By what people opened, whatever the truth. */
  readonly ndcgByOpens: number | null;
  readonly averagePrecision: Interval;
  readonly precisionAtK: number;
  /** Chance that any item of a slate succeeds, and how many do on average; null where nobody knows who looks where. */
  readonly successAtK: Interval | null;
  readonly successes: number | null;
  /** Of all items that were a candidate at all, the share that was shown to anybody. */
  readonly coverage: number;
  /** Of the model alone: its NDCG on every resample, by which runs on the same pages can be compared. */
  readonly resamples?: Float64Array;
}

/** Judges all rungs on the same resamples of users, never of pages: what somebody does on Monday is known on Tuesday. */
export function climbSlates(
  pages: AskedPages,
  rungs: readonly RankedRung[],
  options: ResamplingOptions,
): readonly SlateRung[] {
  const { isNewTask } = pages;
  const parts = [
    () => true,
    ...(isNewTask ? [(page: number) => isNewTask[page] === 1, (page: number) => isNewTask[page] === 0] : []),
  ];
  const ofParts = parts.map((holds) =>
    meansWhere(
      pages,
      rungs.map((rung) => rung.pages.ndcg),
      holds,
      options,
    ),
  );
  const everywhere = (of: (one: RankedPages) => Float64Array) =>
    bootstrapMeans(
      rungs.map((rung) => of(rung.pages)),
      pages.cluster,
      options,
    );
  const averagePrecision = everywhere((one) => one.averagePrecision)!;
  const success = pages.examined && everywhere((one) => one.success);
  const model = rungs.indexOf(rungOf(rungs, 'model'));
  return rungs.map(({ name, role, ranking, pages: judged }, at) => {
    const [all, newTask = null, repeat = null] = ofParts.map(
      (found) =>
        found && {
          ndcg: intervalOf(found[at]),
          modelMinusThis: pairedDifference(found[model], found[at]),
        },
    );
    return {
      ...{ name, role, ...all!, newTask, repeat },
      ndcgByOpens: meanOrNull(judged.ndcgByOpens),
      averagePrecision: intervalOf(averagePrecision[at]),
      precisionAtK: meanKnown(judged.precision),
      successAtK: success && intervalOf(success[at]),
      successes: meanOrNull(judged.successes),
      coverage: coverageOf(pages, ranking),
      ...(at === model && { resamples: ofParts[0]![at].replicates }),
    };
  });
}

/** Means over the pages that hold, on the same resamples of users; null where too few of them have any. */
export function meansWhere(
  { cluster }: Pick<AskedPages, 'cluster'>,
  figures: readonly Float64Array[],
  holds: (page: number) => boolean,
  options: ResamplingOptions,
): readonly BootstrapEstimate[] | null {
  const held = figures.map((figure) => figure.map((one, page) => (holds(page) ? one : Number.NaN)));
  return bootstrapMeans(held, cluster, options);
}

function coverageOf({ item, starts, page, k }: AskedPages, ranking: Ranking): number {
  const shown = ranking.filter((_, at) => at - starts[page[at]] < k);
  const distinct = (candidates: Int32Array) => new Set(Array.from(candidates, (one) => item[one])).size;
  return distinct(shown) / distinct(ranking);
}

/** Which rung of a ladder of slates ships: by NDCG, of which more is better. */
export function shippedSlates(ladder: readonly SlateRung[]): ShippedRung<SlateRung> {
  return shippedRung(ladder, { figureOf: ({ ndcg }) => ndcg.estimate, better: 'higher' });
}

/** How far the model gets, in NDCG, from the rule in force to who knows what every candidate is worth; null where nobody does. */
export function gapToOracle(ladder: readonly SlateRung[]): number | null {
  if (!ladder.some(({ role }) => role === 'oracle')) return null;
  const [rule, model, oracle] = (['incumbent', 'model', 'oracle'] as const).map(
    (role) => rungOf(ladder, role).ndcg.estimate,
  );
  return (model - rule) / (oracle - rule);
}
