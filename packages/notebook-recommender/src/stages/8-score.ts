import { applyCalibrator } from '@applied-modeling/evaluation';
import { actOn, ofARule, type ScoredBatch } from '@applied-modeling/lifecycle';
import type { Ingested, ServedModel, SlateRows } from '../domain.ts';
import { blendScores } from '../evaluation/scorers.ts';
import { slateUsd, successUsd } from '../prices.ts';
import { readReasons } from '../serving/reasons.ts';
import { bestOf, pagesOf, slateOf } from '../serving/slate.ts';
import { marginsServed } from '../training-set/margins.ts';
import { POSITION } from '../training-set/model-columns.ts';

/** What a row is, and what is done with those that are chosen. */
export const scored = { candidates: 'suggestions', chosen: 'to show' } as const;

/**
 * The blank pages of a day, as each would have been answered: acted on is what stands on a slate that is worth reading. A row's chance
 * is that at its place, or where it is not shown at the first; its worth is that of a success, less its part of reading the slate.
 * Without a model the rule shows its first five, whatever they are worth.
 */
export async function score(
  { lake }: Pick<Ingested, 'lake'>,
  rows: SlateRows,
  model: ServedModel | null,
): Promise<ScoredBatch> {
  const { request, requests, notebookId } = rows;
  const everyone = Uint32Array.from(request.keys());
  const order = model === null ? blendScores(rows, everyone) : marginsServed(rows, model, everyone);
  const { probability, expectedUsd } = ofARule(order.length);
  if (model !== null) probability.set(applyCalibrator(model.calibrator, order));
  const chosen: number[] = [];
  for (const page of pagesOf(rows, everyone)) {
    const slate = model === null ? null : slateOf(rows, model, page);
    const shown = slate ? slate.rows : bestOf(page, (row) => order[row]);
    for (const [at, row] of shown.entries()) {
      if (slate === null || slate.isWorthIt) chosen.push(row);
      if (slate === null) continue;
      probability[row] = slate.chance[at];
      expectedUsd[row] = slate.chance[at] * successUsd() - slateUsd() / shown.length;
    }
  }
  const acted = Uint32Array.from(chosen);
  const told = await readReasons(lake, rows, acted);
  return {
    decidedAt: requests.decidedAt[0],
    entityId: notebookId.map((id, row) => `${requests.slateId[request[row]]}/${id}`),
    ...{ score: order, probability, expectedUsd },
    ...actOn(order.length, acted, (nth) => told[nth].because.split('; ')),
    read: {
      names: rows.modelColumns,
      columns: rows.columns,
      fingerprint: rows.fingerprint,
      notCompared: [POSITION, 'hour_of_day', 'day_of_week'],
    },
  };
}
