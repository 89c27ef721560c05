import { denseNumbers } from '@applied-modeling/evaluation';
import type { SlateRows, TrainingSet } from '../domain.ts';
import { labelOf, maturesAt, type Outcome } from '../label.ts';

/**
 * Training is a join: what was known of a notebook, and what became of it. Scoring does without the second. Of what was not shown
 * nobody knows whether it would have helped; only where no slate was ever logged, what somebody opened by himself stands for it.
 */
export function joinLabels(rows: SlateRows, outcomes: readonly Outcome[], now: number): TrainingSet {
  const { position, spine, requests, request } = rows;
  const matures = spine.decidedAt.map(maturesAt);
  const hasSlates = position.some((one) => !Number.isNaN(one));
  const known = (row: number, value: () => number) =>
    matures[row] <= now && (!hasSlates || !Number.isNaN(position[row])) ? value() : Number.NaN;
  return {
    ...rows,
    y: Float32Array.from(outcomes, (outcome, row) =>
      known(row, () => (hasSlates ? labelOf(spine.decidedAt[row], outcome) : Number(outcome.foundAlone))),
    ),
    clicked: Float32Array.from(outcomes, ({ openedAt }, row) => known(row, () => Number(!Number.isNaN(openedAt)))),
    foundAlone: Uint8Array.from(outcomes, ({ foundAlone }) => Number(foundAlone)),
    maturesAt: matures,
    cluster: denseNumbers(Array.from(request, (of) => requests.userId[of])),
  };
}
