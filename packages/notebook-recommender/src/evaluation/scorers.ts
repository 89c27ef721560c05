import * as evaluation from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { Scorer, SlateRows, TrainedModel, TrainingSet } from '../domain.ts';
import { blendScore } from '../incumbent.ts';
import { evaluateSettings } from '../settings.ts';
import { marginsServed } from '../training-set/margins.ts';

/** Everybody's way to order notebooks for a blank page, the simplest first. A rule that does not know one puts it last. */

export const tenantPopularity = byColumn('tenant popularity', 'tenant_opens_28d');
export const teamPopularity = byColumn('team popularity', 'team_opens_28d');
export const usedLast = byColumn('most recently used', 'hours_since_use', -1);
export const tablesInCommon = byColumn('tables in common', 'table_overlap');
export const usedTogether = byColumn('used together', 'co_use');

/** The rule in force. */
export const blend: Scorer = { name: 'last used and tables, blended', role: 'incumbent', score: blendScores };

export function blendScores(set: SlateRows, rows: Uint32Array): Float64Array {
  const [hours, overlap, team] = ['hours_since_use', 'table_overlap', 'team_opens_7d'].map((name) =>
    featureColumn(set, name),
  );
  return Float64Array.from(rows, (row) =>
    blendScore({ hoursSinceUse: hours[row], tableOverlap: overlap[row] || 0, teamOpens: team[row] || 0 }),
  );
}

/**
 * EASEᴿ, a model a tenant: nothing is learnt from another's. It reads who used what before `beforeMs`, as far as the rows of the set
 * tell, and knows nothing of the page.
 */
export function fitTogether(set: TrainingSet, beforeMs: number): Scorer {
  const { requests, request, notebookId, clicked, foundAlone, spine } = set;
  const hours = featureColumn(set, 'hours_since_use');
  const wasUsed = (row: number) =>
    spine.decidedAt[row] - hours[row] * MS_PER_HOUR < beforeMs ||
    (spine.decidedAt[row] < beforeMs && (clicked[row] === 1 || foundAlone[row] === 1));
  const tenant = evaluation.denseNumbers(Array.from(request, (of) => requests.tenantId[of]));
  const rowsOf: number[][] = [];
  for (const [row, of] of tenant.entries()) (rowsOf[of] ??= []).push(row);
  const [user, item] = [new Int32Array(tenant.length), new Int32Array(tenant.length)];
  const scores = rowsOf.map((rows) => {
    const [users, items] = [rows.map((row) => requests.userId[request[row]]), rows.map((row) => notebookId[row])].map(
      evaluation.denseNumbers,
    );
    for (const [at, row] of rows.entries()) [user[row], item[row]] = [users[at], items[at]];
    const used = rows.filter(wasUsed);
    const pairs = { user: used.map((row) => user[row]), item: used.map((row) => item[row]) };
    const size = (ids: Int32Array) => ids.reduce((most, id) => Math.max(most, id + 1), 0);
    return evaluation.fitEase({ ...pairs, users: size(users), items: size(items) }, evaluateSettings.easePenalty);
  });
  return {
    name: 'EASEᴿ',
    role: 'baseline',
    score: (_, rows) => Float64Array.from(rows, (row) => scores[tenant[row]](user[row], item[row])),
  };
}

/** Of what was learnt: everything as if it stood first. */
export function learned(model: TrainedModel, role: Scorer['role']): Scorer {
  return { name: model.name, role, score: (set, rows) => marginsServed(set, model, rows) };
}

function byColumn(name: string, column: string, sign = 1): Scorer {
  const score = (set: TrainingSet, rows: Uint32Array) =>
    evaluation.unknownLast(Float64Array.from(evaluation.take(featureColumn(set, column), rows), (one) => sign * one));
  return { name, role: 'baseline', score };
}
