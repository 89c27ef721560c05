import { type AskedPages, denseNumbers, worthOfPages } from '@applied-modeling/evaluation';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { evaluateSettings } from '../settings.ts';
import { reaction } from '../world/planted.ts';
import type { TruthOfPages } from './truth.ts';

/** Blank pages of the test days, and what could be suggested on each; `rows` are those of the set. */
export interface JudgedPages extends AskedPages {
  readonly set: TrainingSet;
  /** Of each page, into `set.requests`. */
  readonly request: Int32Array;
}

/** The requests of the test days, those for whom nothing was found included. */
export function requestsOfTest({ requests, day }: TrainingSet, { fold }: Pick<TrainedModel, 'fold'>): Int32Array {
  const [first, last] = [day[fold.test[0]], day[fold.test[fold.test.length - 1]]];
  return Int32Array.from(requests.day.keys()).filter(
    (request) => requests.day[request] >= first && requests.day[request] <= last,
  );
}

/** What a notebook is worth says the truth where there is one; else that it succeeded, or was found without the slate. */
export function openPages(set: TrainingSet, request: Int32Array, truth: TruthOfPages | null): JudgedPages {
  const { requests, notebookId } = set;
  const pageOf = new Int32Array(requests.day.length).fill(-1);
  for (const [page, one] of request.entries()) pageOf[one] = page;
  const all = Uint32Array.from(set.request.keys()).filter((row) => pageOf[set.request[row]] >= 0);
  const rows = all
    .filter((row) => set.source[row] >= 0)
    .sort((a, b) => pageOf[set.request[a]] - pageOf[set.request[b]] || a - b);
  const page = Int32Array.from(rows, (row) => pageOf[set.request[row]]);
  const starts = new Int32Array(request.length + 1);
  for (const one of page) starts[one + 1] += 1;
  for (const one of request.keys()) starts[one + 1] += starts[one];
  const helped = Array.from(request, () => new Map<string, number>());
  for (const row of all)
    if (set.y[row] === 1 || set.foundAlone[row] === 1) helped[pageOf[set.request[row]]].set(notebookId[row], 1);
  const candidates = { item: Array.from(rows, (row) => notebookId[row]), page };
  const opens = worthOfPages(candidates, helped);
  return {
    ...{ set, request, rows, starts, opens, ...candidates, k: evaluateSettings.slate },
    worth: truth ? worthOfPages(candidates, truth.relevance) : opens,
    examined: truth && reaction.examined,
    catalogueSize: Array.from(request, (one) => requests.permitted[one]),
    cluster: denseNumbers(Array.from(request, (one) => requests.userId[one])),
    isNewTask: truth?.isNewTask ?? null,
  };
}
