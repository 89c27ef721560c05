import { date, double, int, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';

const columns = {
  decided_on: date().describe('the day of the decision: the partition'),
  decided_at: timestamp(),
  entity_id: z.string().describe('whom or what is decided about'),
  rank: int().describe('1 is the first to act on'),
  score: double().describe('what rows are ranked by'),
  probability: double().describe('calibrated; null where a rule scored').nullable(),
  quantity: double().describe('how much of it; null where the decision is to act or not').nullable(),
  expected_usd: double().describe('what it is worth to act; null where nobody knows').nullable(),
  is_chosen: int().describe('1 where it is acted on'),
  reason_1: z.string().nullable(),
  reason_2: z.string().nullable(),
  reason_3: z.string().nullable(),
  scored_by: z.enum(['model', 'rule']),
  model_version: int().describe('of the champion').nullable(),
  run_id: z.string().describe('the run that trained it').nullable(),
  feature_fingerprint: z.string().describe('of the definitions that were read'),
  data_fingerprint: z.string().describe('of the tables that were read'),
} as const;

const key = ['decided_on', 'entity_id'] as const;
const partitionBy = ['decided_on'] as const;

/** What is in force: of each day the batch that passed. */
export const scoresTable = tableContract({
  name: 'scores',
  grain: 'one row per decision and candidate',
  columns,
  ...{ key, partitionBy, history: 'static' },
});

/** What was held back, to be looked at: nobody acts on it. */
export const heldTable = tableContract({
  name: 'held_scores',
  grain: 'one row per decision and candidate of the last batch of a day that was held back',
  columns: { ...columns, held_because: z.string().describe('the checks that failed') },
  ...{ key, partitionBy, history: 'static' },
});
