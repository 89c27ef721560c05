import { applyCalibrator } from '@applied-modeling/evaluation';
import { openSqlReader, type SqlReader } from '@applied-modeling/sql-text';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, type Gateway } from '../../src/admission/gateway.ts';
import { onlineStore, type Submission } from '../../src/admission/online-store.ts';
import { queryFeatureRow } from '../../src/admission/query-features.ts';
import { candidates } from '../../src/candidates.ts';
import { marginsOf } from '../../src/evaluation/scorers.ts';
import { MODEL_COLUMNS } from '../../src/training-set/query-columns.ts';
import { fits, folds, ingested, model, set } from '../small-run.ts';

const asked = await candidates(ingested);
const history = await ingested.lake.query('SELECT * FROM query_history ORDER BY start_time, statement_id');
const submissionOf = (query: number): Submission => {
  const [executed_by, workspace_id, client_application, warehouse_id] = [
    'executed_by',
    'workspace_id',
    'client_application',
    'warehouse_id',
  ].map((name) => history.nullableStrings(name)[query]);
  return { executed_by, workspace_id, client_application, warehouse_id, submittedMs: asked.submittedMs[query] };
};

let reader: SqlReader;
beforeAll(async () => {
  reader = await openSqlReader();
});
afterAll(() => reader.close());

/** Of the training set, one early and one late. */
const ROWS = [0.1, 0.9].map((share) => Math.floor(share * set.rowCount));

it.each(ROWS)('reads of statement %i what the training set holds, to float32', async (row) => {
  const query = set.nth[row];
  const submission = submissionOf(query);
  const store = await onlineStore(ingested, submission.submittedMs);
  const { row: found } = queryFeatureRow(store, asked.queries[query], submission);
  const columns = new Map(set.names.map((name, at) => [name, set.columns[at]]));
  const told = (values: (name: string, at: number) => number) =>
    Object.fromEntries(MODEL_COLUMNS.map((name, at) => [name, values(name, at)]));
  expect(told((_, at) => found[at])).toEqual(told((name) => columns.get(name)![row]));
});

it.each(fits)('gives one query the chance that stage 6 judged: $name', async (fit) => {
  const [row] = folds.final.test;
  const submission = submissionOf(set.nth[row]);
  const store = await onlineStore(ingested, submission.submittedMs);
  const text = history.strings('statement_text')[set.nth[row]];
  const decision = await decide({ store, model: fit, reader, budgetMs: 1000 }, text, submission);
  const [chance] = applyCalibrator(fit.calibrator, marginsOf(set, fit, Uint32Array.of(row)));
  expect(decision).toMatchObject({ because: 'chance', chance });
});

describe('the gateway', async () => {
  const store = await onlineStore(ingested, ingested.calendar.now);
  const anyone: Submission = { ...submissionOf(0), submittedMs: ingested.calendar.now };
  const ask = (text: string, gateway: Partial<Gateway> = {}) =>
    decide({ store, model, reader, budgetMs: 1000, ...gateway }, text, anyone);

  it('decides by a chance, and the same for a text written in another way', async () => {
    const one = await ask('SELECT count(*) FROM sales.orders WHERE amount IN (1, 2)');
    const other = await ask('select /* x */ COUNT( * ) from `SALES`.orders AS o where o.amount in (3,  2)');
    expect(one).toMatchObject({ because: 'chance', chance: expect.any(Number) });
    expect(other).toMatchObject({ chance: (one as { chance: number }).chance });
  });

  // What no one asked while the model learnt: nobody may be routed, or worse, for being odd.
  it.each([
    'SELECT 1',
    'SELECT count(*) FROM range(100000000000)',
    'SELECT * FROM nowhere.nothing LIMIT 0',
    'SELECT 1 LIMIT 1e400',
    `SELECT 1 WHERE 5 IN (${Array.from({ length: 5000 }, (_, item) => item).join(', ')})`,
  ])('keeps its head: %s', async (text) => {
    for (const fit of fits) {
      const decision = await ask(text.slice(0, 60_000), { model: fit });
      expect(decision, fit.name).toMatchObject({ because: 'chance', action: 'admit', chance: expect.any(Number) });
      expect((decision as { expectedCpuSeconds: number }).expectedCpuSeconds, fit.name).toBeLessThan(150);
    }
  });

  it.each([
    ['DROP TABLE sales.orders', 'not-a-select'],
    ['SELEC 1', 'syntax-error'],
  ])('admits %s', async (text, because) => {
    expect(await ask(text)).toEqual({ action: 'admit', because });
  });

  it('admits what is not read in time', async () => {
    const never = { readOne: () => new Promise<never>(() => {}) };
    expect(await ask('SELECT 1', { reader: never, budgetMs: 5 })).toEqual({ action: 'admit', because: 'too-late' });
  });
});
