import { applyCalibrator, take } from '@applied-modeling/evaluation';
import { explainRows, fromXgboostJson } from '@applied-modeling/gbm';
import { actOn, type Champion, ofARule, type ScoredBatch } from '@applied-modeling/lifecycle';
import { reasons } from '@applied-modeling/report';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { modelParts, PagingModel, RunRows } from '../domain.ts';
import { marginsOf, robustZ } from '../evaluation/scorers.ts';
import { robustRule } from '../incumbent.ts';
import { FEATURE_WORDS } from '../report/explain.ts';
import { advance, beforeAnyPage } from '../serving/page-loop.ts';
import { budgetSettings, servingSettings } from '../settings.ts';
import { pageColumns } from '../training-set/page-features.ts';

/** What a row is, and what is done with those that are chosen. */
export const scored = { candidates: 'checkpoints', chosen: 'paged' } as const;

/** Of the champion's folder; null where the rule pages. */
export function pagingModel(champion: Champion<typeof modelParts>): PagingModel | null {
  if (champion.kind === 'rule') return null;
  const { folder, parts } = champion;
  return {
    counterfactual: parts.counterfactual.models.map((model) => fromXgboostJson(JSON.stringify(model))),
    booster: fromXgboostJson(folder.text('model.json')),
    ...{ calibrator: parts.calibrator, cutOff: parts.pager.cutOff },
  };
}

/**
 * The checkpoints of the runs that began on some days, and the pages that were sent for them while they ran: by the loop that takes
 * the event stream (`serving/page-loop.ts`), over the days before as well, because a job that paged is mute. What a page is worth
 * nobody knows before the run has ended. Without a model the rule pages, asked at every checkpoint.
 */
export function score(rows: RunRows, model: PagingModel | null, days: readonly number[]): ScoredBatch {
  const everything = Uint32Array.from(rows.runId.keys());
  const order = model === null ? robustZ.score(rows, everything) : marginsOf(rows, model, everything);
  const paged = pagedRows(rows, order, model);
  const asked = everything.filter((row) => days.includes(rows.day[row]));
  const place = new Map(Array.from(asked, (row, at) => [row, at]));
  const chosen = paged.filter((row) => place.has(row));
  const read = readOf(rows, model, asked);
  const why = model === null ? ruleReasons(order, chosen) : modelReasons(rows, model, chosen);
  const { probability, expectedUsd } = ofARule(asked.length);
  if (model !== null) probability.set(applyCalibrator(model.calibrator, order).filter((_, row) => place.has(row)));
  return {
    decidedAt: Math.floor(rows.startedMs[asked[0]] / MS_PER_DAY) * MS_PER_DAY,
    entityId: Array.from(asked, (row) => `${rows.runId[row]}@${rows.multiple[row]}`),
    score: Float64Array.from(asked, (row) => order[row]),
    ...{ probability, expectedUsd },
    ...actOn(
      asked.length,
      chosen.map((row) => place.get(row)!),
      (nth) => why[nth],
    ),
    read,
  };
}

/** Rows whose checkpoint paged, by the loop, as the stream would have told of them. */
function pagedRows(rows: RunRows, order: Float64Array, model: PagingModel | null): Uint32Array {
  const events = Array.from(order, (score, row) => ({
    ...{ row, score, runId: rows.runId[row], multiple: rows.multiple[row], atMs: rows.spine.decidedAt[row] },
    jobId: rows.jobId[row],
    poolOfTeam: rows.pool[row] === null ? null : `${rows.pool[row]} ${rows.team[row]}`,
  }));
  const rule = { cutOff: robustRule.z, muteHours: robustRule.muteHours, stormHours: 0 };
  const asked = model === null ? rule : { ...budgetSettings, cutOff: model.cutOff };
  const lateMs = servingSettings.lateMinutes * 60_000;
  const { pages } = advance(beforeAnyPage, events, Number.MAX_VALUE, { ...asked, lateMs });
  return Uint32Array.from(pages, ({ row }) => row);
}

/** What was read of rows: by the rule, the features; by the model, its own columns as well. */
function readOf(rows: RunRows, model: PagingModel | null, at: Uint32Array): ScoredBatch['read'] {
  const features = { names: rows.names, columns: rows.columns.map((column) => take(column, at)) };
  return { ...(model ? pageColumns(rows, model.counterfactual, at) : features), fingerprint: rows.fingerprint };
}

function modelReasons(rows: RunRows, { counterfactual, booster }: PagingModel, at: Uint32Array) {
  const read = pageColumns(rows, counterfactual, at);
  const explained = explainRows(booster, read, Uint32Array.from(at.keys()));
  return Array.from(at, (_, nth) => reasons({ names: read.names, words: FEATURE_WORDS }, explained, nth, 1));
}

function ruleReasons(order: Float64Array, at: Uint32Array): readonly (readonly string[])[] {
  return Array.from(at, (row) => [`${order[row].toFixed(1)} robust standard deviations late`]);
}
