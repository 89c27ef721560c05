/** What a SQL text says, read by DuckDB's parser and never executed. */

export {
  COUNTED,
  type Counted,
  type DayRange,
  type Query,
  type QueryKind,
  type QueryShape,
  type ScannedTable,
} from './query.ts';
export { openSqlReader, type SqlReader } from './sql-reader.ts';
