import * as evaluation from '@applied-modeling/evaluation';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { evaluateSettings } from '../settings.ts';
import type { JudgedPages } from './pages.ts';

/** A part of the pages: NDCG@5 there of the model and of the rule. */
export interface PageSlice {
  readonly name: string;
  readonly pages: number;
  readonly share: number;
  /** Null where too few users have such pages to tell. */
  readonly ndcg: {
    readonly model: evaluation.Interval;
    readonly rule: evaluation.Interval;
    readonly modelMinusRule: evaluation.PairedDifference;
  } | null;
}

/** Where a recommender is usually worse, and where this one is. */
export function slicePages(
  pages: JudgedPages,
  rungs: readonly evaluation.RankedRung[],
  seed: number,
): readonly PageSlice[] {
  const { isNewTask, request } = pages;
  const { replicates, level } = evaluateSettings;
  const figures = (['model', 'incumbent'] as const).map((role) => evaluation.rungOf(rungs, role).pages.ndcg);
  const parts: readonly { readonly name: string; readonly holds: (page: number) => boolean }[] = [
    { name: 'all', holds: () => true },
    ...(isNewTask
      ? [
          { name: 'repeated task', holds: (page: number) => isNewTask[page] === 0 },
          { name: 'new task', holds: (page: number) => isNewTask[page] === 1 },
        ]
      : []),
    { name: 'new user', holds: isNewUser(pages) },
    { name: 'new notebook is best', holds: isNewBest(pages) },
    { name: 'small tenant', holds: isInSmallTenant(pages) },
  ];
  return parts.map(({ name, holds }) => {
    const found = evaluation.meansWhere(pages, figures, holds, { replicates, level, seed });
    const count = request.filter((_, page) => holds(page)).length;
    return {
      ...{ name, pages: count, share: count / request.length },
      ndcg: found && {
        model: evaluation.intervalOf(found[0]),
        rule: evaluation.intervalOf(found[1]),
        modelMinusRule: evaluation.pairedDifference(found[0], found[1]),
      },
    };
  });
}

function isNewUser({ set: { requests }, request }: JudgedPages): (page: number) => boolean {
  const isYoung = (one: number) =>
    requests.decidedAt[one] - requests.joinedAt[one] < evaluateSettings.newUserDays * MS_PER_DAY;
  return (page) => isYoung(request[page]);
}

/** The best notebook that was retrieved is younger than two weeks. */
function isNewBest({ set, request, rows, worth }: JudgedPages): (page: number) => boolean {
  return (page) => {
    const best = worth.catalogue[page].find(({ candidate }) => candidate >= 0);
    if (best === undefined) return false;
    const createdAt = set.notebookCreatedAt[rows[best.candidate]];
    return set.requests.decidedAt[request[page]] - createdAt < evaluateSettings.newNotebookDays * MS_PER_DAY;
  };
}

/** By the users who ever opened a blank page. */
function isInSmallTenant({ set: { requests }, request }: JudgedPages): (page: number) => boolean {
  const users = new Map<string | null, Set<string>>();
  for (const [one, tenant] of requests.tenantId.entries())
    users.set(tenant, (users.get(tenant) ?? new Set()).add(requests.userId[one]));
  return (page) => users.get(requests.tenantId[request[page]])!.size < evaluateSettings.smallTenantUsers;
}
