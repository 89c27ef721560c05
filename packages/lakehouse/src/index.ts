/** Delta tables on DuckDB: contracts, atomic commits, time travel and as-of reads. */

export { ContractViolated, type ContractViolation, describeViolation } from './checks.ts';
export { date, decimal, double, int, long, monday, timestamp, wholeHour } from './column-types.ts';
export type { Columns } from './columns.ts';
export {
  bitemporalTable,
  type Clocks,
  type ContractColumn,
  contractColumn,
  describeContract,
  type History,
  type TableContract,
  tableContract,
} from './contract.ts';
export { CommitConflict, LakeError } from './errors.ts';
export { fingerprintRelation } from './fingerprint.ts';
export {
  describeFiles,
  type IngestedTable,
  type IngestOutcome,
  type IngestProblem,
  type IngestTable,
  ingestFiles,
} from './ingest.ts';
export { type KnownTables, readKnownTables } from './known-tables.ts';
export { type AsOf, type Lake, type LakeOptions, openAndRead, openLake, type Source } from './lake.ts';
export {
  type Batch,
  type Batches,
  type LoadedLake,
  loadInTurns,
  type SteppedLoad,
} from './load-in-turns.ts';
export { type MadeTable, madeTable } from './made-table.ts';
export { type MatchedTables, matchIds } from './match-ids.ts';
export { measureDelays } from './measure-delays.ts';
export { type HistoryOptions, type HistoryUnit, measureHistory, type TableHistory } from './measure-history.ts';
export type { PartitionPredicate } from './partition.ts';
export { readRecords, readSideCar } from './read-side-car.ts';
export {
  type AskedTables,
  readSource,
  type SourceOfTables,
  type SourceOutcome,
  type SourceTables,
} from './read-source.ts';
export { readSql } from './read-sql.ts';
export { type PlainRow, rowColumns } from './row-columns.ts';
export type { Snapshot, VersionEntry } from './snapshot.ts';
export { sqlInstant, sqlName, sqlNames, sqlText } from './sql-text.ts';
export type { DictionaryColumn, NullableColumn, StageColumn, StageColumns } from './stage.ts';
export type { WriteOptions, WriteResult } from './write.ts';
