import { driftReference } from '@applied-modeling/evaluation';
import type { Origin, ScoreRun } from '../../src/index.ts';

/** Two hundred accounts, scored by a line on one column, as everybody who reads a batch sees it. */
export function toyRun(day = 5, rows = 200): ScoreRun {
  const ids = Array.from({ length: rows }, (_, row) => row);
  const column = Float64Array.from(ids, (row) => Math.sin(row + day));
  const probability = column.map((value) => 1 / (1 + Math.exp(2 - value)));
  const version = {
    name: 'ranker',
    version: 2,
    runId: 'a'.repeat(32),
    dir: '',
    description: '',
    createdAt: 0,
    tags: {},
  };
  return {
    batch: {
      decidedAt: Date.UTC(2026, 0, day, 6),
      entityId: ids.map((row) => `acct-${row}`),
      score: probability.map((one) => 100 * one),
      probability,
      expectedUsd: probability.map((one, row) => (row === 0 ? Number.NaN : 100 * one)),
      isChosen: Uint8Array.from(ids, (row) => Number(row < 10)),
      reasons: ids.map((row) => (row < 10 ? ['high = 1', 'low = 0'] : [])),
      read: { names: ['a'], columns: [column], fingerprint: 'f00d' },
    },
    champion: {
      kind: 'model',
      version,
      folder: { featureFingerprint: 'f00d' },
      parts: { driftReference: driftReference([column], ['a']) },
    } as unknown as ScoreRun['champion'],
    dataFingerprint: 'd1',
  };
}

export const origin: Origin = {
  ...{ scoredBy: 'model', modelVersion: 2, runId: 'a'.repeat(32) },
  ...{ featureFingerprint: 'f00d', dataFingerprint: 'd1' },
};
