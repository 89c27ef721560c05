import { setTimeout } from 'node:timers/promises';
import { applyCalibrator } from '@applied-modeling/evaluation';
import type { ModelColumns } from '@applied-modeling/feature-store';
import { predictLearned } from '@applied-modeling/learned';
import type { Query } from '@applied-modeling/sql-text';
import type { ServedModel } from '../domain.ts';
import { breakEvenChance } from '../evaluation/money.ts';
import { expectedUsd, knownUtilisation, onEitherSide } from '../evaluation/outlook.ts';
import { routedUsd } from '../prices.ts';
import { MODEL_COLUMNS } from '../training-set/query-columns.ts';
import type { Scan } from '../training-set/scanned-tables.ts';
import type { GatewayStore, Submission } from './online-store.ts';
import { queryFeatureRow } from './query-features.ts';

/** What the gateway decides by; all of it in memory. */
export interface Gateway {
  readonly store: GatewayStore;
  readonly model: ServedModel;
  readonly reader: { readOne(text: string, submittedMs: number): Promise<Query> };
  /** A target, not a bound: whose text is not read by then is admitted, and nothing interrupts a parse that has begun. */
  readonly budgetMs?: number;
}

/** A query is never refused: what cannot be judged is admitted, and counted by its reason. */
export type Decision =
  | {
      readonly action: 'admit' | 'route';
      readonly because: 'chance';
      readonly chance: number;
      /** From which chance on a query of this cost is routed, at this utilisation. */
      readonly threshold: number;
      readonly utilisation: number;
      readonly expectedCpuSeconds: number;
      readonly query: Query;
      readonly scans: readonly Scan[];
      /** What the models read, in the order of `MODEL_COLUMNS`. */
      readonly row: Float32Array;
      readonly milliseconds: Readonly<Record<'read' | 'features' | 'score', number>>;
    }
  | { readonly action: 'admit'; readonly because: 'not-a-select' | 'syntax-error' | 'too-long' | 'too-late' };

const DEFAULT_BUDGET_MS = 10;
/** No clock interrupts the reading of one text, so it is not begun where it could not end in time. */
const LONGEST_TEXT = 64_000;

/** One query, end to end: read the text, look the past up, score, hold the chance against the pool. */
export async function decide(gateway: Gateway, text: string, by: Submission): Promise<Decision> {
  const began = performance.now();
  if (text.length > LONGEST_TEXT) return { action: 'admit', because: 'too-long' };
  const query = await inTime(gateway.reader.readOne(text, by.submittedMs), gateway.budgetMs ?? DEFAULT_BUDGET_MS);
  if (query === null) return { action: 'admit', because: 'too-late' };
  if (query.shape.kind !== 'understood') return { action: 'admit', because: query.shape.kind };
  const read = performance.now();
  const { row, scans, utilisation: measured } = queryFeatureRow(gateway.store, query, by);
  const looked = performance.now();
  const { model } = gateway;
  const features = oneRow(row);
  const [chance] = applyCalibrator(model.calibrator, predictLearned(model.chance, features));
  const expectedCpuSeconds = model.costSmearing * Math.exp(predictLearned(model.cost, features)[0]);
  const cpuSeconds = onEitherSide(expectedCpuSeconds);
  const utilisation = knownUtilisation(measured);
  return {
    action: expectedUsd({ chance, cpuSeconds }, utilisation) > routedUsd() ? 'route' : 'admit',
    because: 'chance',
    threshold: breakEvenChance(utilisation, cpuSeconds),
    ...{ chance, utilisation, expectedCpuSeconds, query, scans, row },
    milliseconds: { read: read - began, features: looked - read, score: performance.now() - looked },
  };
}

/** What a model reads of one query. */
export function oneRow(row: Float32Array): ModelColumns {
  return { names: MODEL_COLUMNS, columns: Array.from(row, (value) => Float32Array.of(value)) };
}

/** Null when time is up first. */
async function inTime<Answer>(answer: Promise<Answer>, budgetMs: number): Promise<Answer | null> {
  const answered = new AbortController();
  try {
    return await Promise.race([answer, setTimeout(budgetMs, null, answered)]);
  } finally {
    answered.abort();
  }
}
