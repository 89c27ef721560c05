import { Refusal, type Tick } from '@applied-modeling/command';
import { buildTrainingSet, compileFeatures, type Door } from '@applied-modeling/feature-store';
import { readSql } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { Candidates } from '../candidates.ts';
import type { Ingested, QueryRows } from '../domain.ts';
import { leakingFeatures, logged, queryFeatures } from '../features.ts';
import { assembleRows } from '../training-set/assemble-rows.ts';
import { logReadGigabytes, mainTable, sizeClass } from '../training-set/query-columns.ts';
import { type Scan, scannedTables } from '../training-set/scanned-tables.ts';

/**
 * One row per query that was submitted on a day that is decided about, with what had landed by then: what its text says, of its
 * tables, of earlier queries like it. No label comes near this stage. Another `door` than `as-of` is for the planted leak alone.
 */
export async function features(
  ingested: Ingested,
  asked: Candidates,
  door: Door = 'as-of',
  tick?: Tick,
): Promise<QueryRows> {
  const { lake, relation, calendar } = ingested;
  const scanned = await scannedTables(ingested, asked, door);
  await layDown(lake, asked, scanned.scans);
  const definition = door === 'as-of' ? queryFeatures : leakingFeatures;
  const compiled = compileFeatures(definition, {
    spine: { relation: spineOf(calendar), keys: KEYS, carry: ['nth', 'day'] },
    relation: (source) => (source === logged ? source.name : relation(source)),
    door,
  });
  const rows = await buildTrainingSet(lake, compiled, (done, total) => tick?.(done, total, 'tables'));
  if (rows.rowCount === 0)
    throw new Refusal('no query to decide about', ['query_history: nothing was submitted on the days that are used']);
  return assembleRows(rows, definition, asked, scanned);
}

// biome-ignore format: read as a paragraph
const KEYS = [
  'fingerprint', 'size_class', 'main_table', 'executed_by', 'workspace_id', 'client_application', 'warehouse_id',
  'statement_id',
];

/** `statements`: what the texts say. `logged`: the same of those that have ended, with their cost, from when it was known. */
async function layDown(
  lake: Ingested['lake'],
  { statementId, queries }: Candidates,
  scans: readonly (readonly Scan[])[],
) {
  await lake.unstage('statements');
  await lake.stage('statements', {
    statement_id: statementId,
    nth: Int32Array.from(statementId.keys()),
    fingerprint: queries.map(({ shape }) => shape.fingerprint),
    size_class: Int32Array.from(scans, sizeClass),
    main_table: scans.map(mainTable),
    log_read_gb: Float64Array.from(scans, logReadGigabytes),
  });
  await lake.run(`CREATE OR REPLACE TEMP TABLE logged AS ${LOGGED_SQL}`);
}

function spineOf({ epoch, decisionSteps }: Ingested['calendar']): string {
  return `(
    SELECT
      ${KEYS.join(',\n      ')},
      nth,
      ((epoch_ms(start_time) - ${epoch}) // ${MS_PER_DAY})::INTEGER AS day,
      start_time AS decided_at
    FROM query_history JOIN statements USING (statement_id)
    WHERE day IN (${decisionSteps.join(', ')}))`;
}

const LOGGED_SQL = readSql(new URL('../logged.sql', import.meta.url));
