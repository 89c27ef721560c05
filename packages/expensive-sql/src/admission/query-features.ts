import { lookUp } from '@applied-modeling/feature-store';
import type { Query } from '@applied-modeling/sql-text';
import { queryFeatures, tableFeatures } from '../features.ts';
import {
  DERIVED_COLUMNS,
  derivedValues,
  fillTextValues,
  MODEL_COLUMNS,
  mainTable,
  sizeClass,
  TEXT_COLUMNS,
} from '../training-set/query-columns.ts';
import { scanOf } from '../training-set/scanned-tables.ts';
import type { GatewayStore, Submission } from './online-store.ts';

/**
 * The row a model reads of one query, in the order of `MODEL_COLUMNS`, and the utilisation of its warehouse: by the very functions
 * that made the training set.
 */
export function queryFeatureRow(store: GatewayStore, query: Query, { submittedMs, ...by }: Submission) {
  const scans = query.tables.map((table) => {
    const known = lookUp(tableFeatures, store.tables, { table_name: table.name }, submittedMs);
    const partitionColumn = store.partitionColumns[table.name] ?? null;
    return scanOf(table, { partitionColumn, of: (name) => known.get(name)! }, submittedMs);
  });
  const entity = {
    ...{ ...by, fingerprint: query.shape.fingerprint },
    ...{ size_class: sizeClass(scans), main_table: mainTable(scans) },
  };
  const values = new Map(lookUp(queryFeatures, store.past, entity, submittedMs));
  const text = new Float64Array(TEXT_COLUMNS.length);
  fillTextValues(text, query, scans, submittedMs);
  for (const [at, name] of TEXT_COLUMNS.entries()) values.set(name, text[at]);
  // As the training set holds them: what is derived is derived from float32.
  const of = (name: string) => Math.fround(values.get(name)!);
  for (const [at, value] of derivedValues(of).entries()) values.set(DERIVED_COLUMNS[at], value);
  return {
    row: Float32Array.from(MODEL_COLUMNS, (name) => values.get(name)!),
    utilisation: values.get('utilisation')!,
    scans,
  };
}
