import * as evaluation from '@applied-modeling/evaluation';
import { evaluateSettings } from '../settings.ts';
import { type JudgedPages, meanDefined } from './pages.ts';
import type { RankedPages, Ranking } from './rank-candidates.ts';

/** Somebody's order of the candidates, with what it is worth page by page. */
export interface RankedRung extends evaluation.NamedRung {
  readonly ranking: Ranking;
  readonly pages: RankedPages;
}

/** NDCG@5 on some pages, and by how much the model beats it there on the same resamples of users. */
export interface NdcgOfPages {
  readonly ndcg: evaluation.Interval;
  readonly modelMinusThis: evaluation.PairedDifference;
}

/** One rung, judged on the whole permitted catalogue; what is not retrieved is never shown. */
export interface SlateRung extends evaluation.NamedRung, NdcgOfPages {
  /** Null where nobody knows what a page is for. */
  readonly newTask: NdcgOfPages | null;
  readonly repeat: NdcgOfPages | null;
  /** By what people opened, whatever the truth. */
  readonly ndcgByOpens: number | null;
  readonly averagePrecision: evaluation.Interval;
  readonly precisionAtK: number;
  /** Chance that any of the five succeeds, and how many do on average; null without the truth, which knows who looks where. */
  readonly successAtK: evaluation.Interval | null;
  readonly successes: number | null;
  /** Of all notebooks that were a candidate at all, the share that was shown to anybody. */
  readonly coverage: number;
  /** Of the model alone: its NDCG on every resample, by which runs on the same pages can be compared. */
  readonly resamples?: Float64Array;
}

/** Judges all rungs on the same resamples of users, never of pages: what somebody does on Monday is known on Tuesday. */
export function climbSlates(pages: JudgedPages, rungs: readonly RankedRung[], seed: number): readonly SlateRung[] {
  const { isNewTask } = pages;
  const parts = [
    () => true,
    ...(isNewTask ? [(page: number) => isNewTask[page] === 1, (page: number) => isNewTask[page] === 0] : []),
  ];
  const ofParts = parts.map((holds) =>
    meansWhere(
      pages,
      rungs.map((rung) => rung.pages.ndcg),
      { holds, seed },
    ),
  );
  const everywhere = (of: (one: RankedPages) => Float64Array) =>
    meansWhere(
      pages,
      rungs.map((rung) => of(rung.pages)),
      { holds: () => true, seed },
    );
  const averagePrecision = everywhere((one) => one.averagePrecision)!;
  const success = pages.truth && everywhere((one) => one.success);
  const model = rungs.indexOf(evaluation.rungOf(rungs, 'model'));
  return rungs.map(({ name, role, ranking, pages: judged }, at) => {
    const [all, newTask = null, repeat = null] = ofParts.map(
      (found) =>
        found && {
          ndcg: evaluation.intervalOf(found[at]),
          modelMinusThis: evaluation.pairedDifference(found[model], found[at]),
        },
    );
    return {
      ...{ name, role, ...all!, newTask, repeat },
      ndcgByOpens: meanDefined(judged.ndcgByOpens),
      averagePrecision: evaluation.intervalOf(averagePrecision[at]),
      precisionAtK: meanDefined(judged.precision)!,
      successAtK: success && evaluation.intervalOf(success[at]),
      successes: meanDefined(judged.successes),
      coverage: coverageOf(pages, ranking),
      ...(at === model && { resamples: ofParts[0]![at].replicates }),
    };
  });
}

/** Means over the pages that hold, on the same resamples of users; null where too few of them have any. */
export function meansWhere(
  { cluster }: Pick<JudgedPages, 'cluster'>,
  figures: readonly Float64Array[],
  { holds, seed }: { readonly holds: (page: number) => boolean; readonly seed: number },
): readonly evaluation.BootstrapEstimate[] | null {
  const { replicates, level } = evaluateSettings;
  const held = figures.map((figure) => figure.map((one, page) => (holds(page) ? one : Number.NaN)));
  return evaluation.bootstrapMeans(held, cluster, { replicates, level, seed });
}

function coverageOf(pages: JudgedPages, ranking: Ranking): number {
  const { rows, set, starts } = pages;
  const shown = ranking.filter((_, at) => at - starts[pages.page[at]] < evaluateSettings.slate);
  const distinct = (candidates: Int32Array) => new Set(Array.from(candidates, (one) => set.notebookId[rows[one]])).size;
  return distinct(shown) / distinct(ranking);
}

/** How far the model gets, in NDCG, from the rule in force to who knows what every candidate is worth; null where nobody does. */
export function gapClosed(ladder: readonly SlateRung[]): number | null {
  if (!ladder.some(({ role }) => role === 'oracle')) return null;
  const [rule, model, oracle] = (['incumbent', 'model', 'oracle'] as const).map(
    (role) => evaluation.rungOf(ladder, role).ndcg.estimate,
  );
  return (model - rule) / (oracle - rule);
}
