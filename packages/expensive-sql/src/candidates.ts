import { openSqlReader, type Query } from '@applied-modeling/sql-text';
import type { Ingested } from './domain.ts';

/**
 * What is decided about: every statement of the history, at the moment it was submitted. Its text is read here, once, and from here
 * on a query is what its text says. How it ended no candidate knows.
 */
export interface Candidates {
  /** In the order of submission, like all that follows. */
  readonly statementId: readonly string[];
  readonly submittedMs: Float64Array;
  readonly queries: readonly Query[];
}

export async function candidates({ lake }: Pick<Ingested, 'lake'>): Promise<Candidates> {
  const found = await lake.query(STATEMENTS);
  const submittedMs = Float64Array.from(found.numbers('submitted_ms'));
  const reader = await openSqlReader();
  try {
    return {
      statementId: found.strings('statement_id'),
      submittedMs,
      queries: await reader.read(found.strings('statement_text'), submittedMs),
    };
  } finally {
    reader.close();
  }
}

const STATEMENTS = `
  SELECT
    statement_id,
    statement_text,
    epoch_us(start_time)::DOUBLE / 1000 AS submitted_ms
  FROM query_history
  ORDER BY start_time, statement_id`;
