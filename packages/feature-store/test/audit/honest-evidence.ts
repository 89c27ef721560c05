/**
 * Evidence of an honest run: 60 entities, each decided on at eight times four weeks apart, read as of the decision.
 *
 * `usage` and `tickets` tell something of the label, `segment` never changes, `plan_fee` changes for a few entities only, and
 * a quarter of the fees are missing. Training rows end 13 weeks before the test rows begin.
 */

import type { AuditEvidence } from '../../src/index.ts';

const DAY = 86_400_000;
const START = Date.parse('2025-01-06T06:00:00Z');
export const ENTITIES = 60;
export const DECISIONS = 8;
export const ROWS = ENTITIES * DECISIONS;
const LAST_TRAINING_DECISION = 3;
const FIRST_TEST_DECISION = 7;

/** A column made row by row; `noise` is a fixed pseudo-random number in [0, 1). */
export function columnOf(value: (row: RowFacts) => number): Float32Array {
  return Float32Array.from({ length: ROWS }, (_, row) => value(factsOf(row)));
}

export interface RowFacts {
  readonly entity: number;
  readonly decision: number;
  readonly label: number;
  readonly noise: number;
}

function factsOf(row: number): RowFacts {
  const entity = Math.floor(row / DECISIONS);
  const decision = row % DECISIONS;
  return { entity, decision, label: noiseOf(row, 1) < 0.3 ? 1 : 0, noise: noiseOf(row, 2) };
}

function noiseOf(row: number, stream: number): number {
  const mixed = Math.imul(row * 2 + stream, 0x9e3779b1) ^ (row << 7);
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 8) / 2 ** 24;
}

const decidedAt = Float64Array.from({ length: ROWS }, (_, row) => START + factsOf(row).decision * 28 * DAY);
const columns = [
  columnOf(({ noise, label }) => 10 * noise - 2 * label),
  columnOf(({ noise, label, decision }) => Math.floor(3 * noise + 0.4 * label + 0.1 * decision)),
  columnOf(({ entity }) => entity % 3),
  columnOf(({ entity, decision }) => (entity % 4 === 0 ? Number.NaN : entity % 10 === 1 && decision > 4 ? 99 : 49)),
];

const rowsOf = (isWanted: (decision: number) => boolean) =>
  Uint32Array.from({ length: ROWS }, (_, row) => row).filter((row) => isWanted(factsOf(row).decision));
const SAMPLED_ENTITIES = 40;
const sampled = Uint32Array.from({ length: SAMPLED_ENTITIES * DECISIONS }, (_, row) => row);

export const honest = {
  names: ['usage', 'tickets', 'segment', 'plan_fee'],
  columns,
  label: Float32Array.from({ length: ROWS }, (_, row) => factsOf(row).label),
  decidedAt,
  entity: Uint32Array.from({ length: ROWS }, (_, row) => factsOf(row).entity),
  maxAvailableAtBySource: {
    usage: decidedAt.map((decided) => decided - DAY / 4),
    // Available at the very moment of the decision is in time; a row made from nothing has no clock.
    plans: decidedAt.map((decided, row) => (row % 3 === 0 ? Number.NaN : decided)),
  },
  maxEventTimeBySource: { usage: decidedAt.map((decided) => decided - DAY - DAY / 4) },
  labelWindow: {
    startsAt: decidedAt.map((decided) => decided + 60 * DAY),
    endsAt: decidedAt.map((decided) => decided + 88 * DAY),
  },
  folds: [
    {
      name: 'final',
      earlier: rowsOf((decision) => decision <= LAST_TRAINING_DECISION),
      later: rowsOf((decision) => decision >= FIRST_TEST_DECISION),
    },
  ],
  now: {
    rows: sampled,
    reread: columns.map((column) => Float32Array.from(sampled, (row) => column[row])),
    current: columns.map((column) => presentOf(column, sampled)),
    declaredStatic: ['segment'],
  },
  ceiling: { difference: -0.02, standardError: 0.004 },
} satisfies AuditEvidence;

/** What each sampled row's entity says today: the value at its newest decision. */
export function presentOf(column: Float32Array, rows: Uint32Array = sampled): Float32Array {
  return Float32Array.from(rows, (row) => column[factsOf(row).entity * DECISIONS + DECISIONS - 1]);
}

/** The honest evidence with one more column, read again today as it was read then. */
export function withColumn(name: string, column: Float32Array): AuditEvidence {
  const { now } = honest;
  return {
    ...honest,
    names: [...honest.names, name],
    columns: [...honest.columns, column],
    now: {
      ...now,
      reread: [...now.reread, Float32Array.from(now.rows, (row) => column[row])],
      current: [...now.current, presentOf(column)],
    },
  };
}
