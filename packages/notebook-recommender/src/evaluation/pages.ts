import { denseNumbers } from '@applied-modeling/evaluation';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import type { TruthOfPages } from './truth.ts';

/** Blank pages of the test days, and what could be suggested on each: what all judges look at. Lists run parallel. */
export interface JudgedPages {
  readonly set: TrainingSet;
  /** Of `set.requests`. */
  readonly request: Int32Array;
  /** Users by number, without gaps: what is resampled. */
  readonly cluster: Int32Array;
  /** Candidates, page after page: their rows in the set, and their page. Those of page p begin at `starts[p]`. */
  readonly rows: Uint32Array;
  readonly page: Int32Array;
  readonly starts: Int32Array;
  /** By the truth; null where nobody knows it. */
  readonly truth: Worth | null;
  /** By what people did: it succeeded, or they found it themselves. Kind to whatever was shown. */
  readonly opens: Worth;
  /** The truth, else the opens. */
  readonly worth: Worth;
  readonly isNewTask: Uint8Array | null;
}

/** What notebooks are worth on their page, from 0 to 1. */
export interface Worth {
  readonly ofCandidate: Float64Array;
  /** Of each page: whatever is worth anything in the whole permitted catalogue, best first. */
  readonly catalogue: readonly (readonly Listed[])[];
}

interface Listed {
  readonly worth: number;
  /** Among the candidates; −1 for one that retrieval missed. */
  readonly candidate: number;
}

/** The requests of the test days, those for whom nothing was found included. */
export function requestsOfTest({ requests, day }: TrainingSet, { fold }: Pick<TrainedModel, 'fold'>): Int32Array {
  const [first, last] = [day[fold.test[0]], day[fold.test[fold.test.length - 1]]];
  return Int32Array.from(requests.day.keys()).filter(
    (request) => requests.day[request] >= first && requests.day[request] <= last,
  );
}

export function openPages(set: TrainingSet, request: Int32Array, truth: TruthOfPages | null): JudgedPages {
  const pageOf = new Int32Array(set.requests.day.length).fill(-1);
  for (const [page, one] of request.entries()) pageOf[one] = page;
  const all = Uint32Array.from(set.request.keys()).filter((row) => pageOf[set.request[row]] >= 0);
  const rows = all
    .filter((row) => set.source[row] >= 0)
    .sort((a, b) => pageOf[set.request[a]] - pageOf[set.request[b]] || a - b);
  const page = Int32Array.from(rows, (row) => pageOf[set.request[row]]);
  const starts = new Int32Array(request.length + 1);
  for (const one of page) starts[one + 1] += 1;
  for (const one of request.keys()) starts[one + 1] += starts[one];
  const isHelpful = (row: number) => Number(set.y[row] === 1 || set.foundAlone[row] === 1);
  const missed = all.filter((row) => set.source[row] < 0 && isHelpful(row));
  const opens = worthOf(
    Float64Array.from(rows, isHelpful),
    { page, starts },
    Array.from(missed, (row) => ({ page: pageOf[set.request[row]], worth: 1 })),
  );
  const known = truth && worthByTruth(set, { rows, page, starts }, truth);
  return {
    ...{ set, request, rows, page, starts, opens, truth: known, worth: known ?? opens },
    cluster: denseNumbers(Array.from(request, (one) => set.requests.userId[one])),
    isNewTask: truth?.isNewTask ?? null,
  };
}

function worthByTruth(
  { notebookId }: TrainingSet,
  { rows, page, starts }: Pick<JudgedPages, 'rows' | 'page' | 'starts'>,
  { relevance }: TruthOfPages,
): Worth {
  const ofCandidate = Float64Array.from(rows, (row, at) => relevance[page[at]].get(notebookId[row]) ?? 0);
  const missed = relevance.flatMap((known, of) => {
    const found = new Set(Array.from(rows.subarray(starts[of], starts[of + 1]), (row) => notebookId[row]));
    return [...known].flatMap(([id, worth]) => (found.has(id) ? [] : [{ page: of, worth }]));
  });
  return worthOf(ofCandidate, { page, starts }, missed);
}

function worthOf(
  ofCandidate: Float64Array,
  { page, starts }: Pick<JudgedPages, 'page' | 'starts'>,
  missed: readonly { readonly page: number; readonly worth: number }[],
): Worth {
  const catalogue: Listed[][] = Array.from({ length: starts.length - 1 }, () => []);
  for (const [candidate, worth] of ofCandidate.entries())
    if (worth > 0) catalogue[page[candidate]].push({ worth, candidate });
  for (const { page, worth } of missed) catalogue[page].push({ worth, candidate: -1 });
  for (const listed of catalogue) listed.sort((a, b) => b.worth - a.worth);
  return { ofCandidate, catalogue };
}

/** Mean over the pages for which a figure is defined; null where it is for none. */
export function meanDefined(figures: Float64Array): number | null {
  const defined = figures.filter((figure) => !Number.isNaN(figure));
  return defined.length === 0 ? null : defined.reduce((sum, figure) => sum + figure, 0) / defined.length;
}
