import { createHash } from 'node:crypto';
import {
  type FeatureSet,
  featureColumn,
  fingerprintFeatures,
  type TrainingSet as StoredRows,
} from '@applied-modeling/feature-store';
import type { Candidates } from '../candidates.ts';
import type { QueryRows } from '../domain.ts';
import { queryFeatures, tableFeatures } from '../features.ts';
import { DERIVED_COLUMNS, derivedValues, fillTextValues, MODEL_COLUMNS, TEXT_COLUMNS } from './query-columns.ts';
import type { ScannedTables } from './scanned-tables.ts';

/** Puts what texts and tables say beside what the past says, row by row. */
export function assembleRows(
  past: StoredRows,
  definition: FeatureSet,
  { queries, submittedMs }: Candidates,
  { scans, newestAvailable }: ScannedTables,
): QueryRows {
  const nth = Int32Array.from(past.carried.nth as Float64Array);
  const names = [...past.names, ...TEXT_COLUMNS, ...DERIVED_COLUMNS];
  const made = [...TEXT_COLUMNS, ...DERIVED_COLUMNS].map(() => new Float32Array(new SharedArrayBuffer(4 * nth.length)));
  const columns = [...past.columns, ...made];
  const column = new Map(names.map((name, at) => [name, columns[at]]));
  const text = new Float64Array(TEXT_COLUMNS.length);
  for (const [row, query] of nth.entries()) {
    fillTextValues(text, queries[query], scans[query], submittedMs[query]);
    for (let at = 0; at < text.length; at++) made[at][row] = text[at];
    const derived = derivedValues((name) => column.get(name)![row]);
    for (let at = 0; at < derived.length; at++) made[text.length + at][row] = derived[at];
  }
  const keys = past.spine.keys as Readonly<Record<string, readonly (string | null)[]>>;
  return {
    ...past,
    ...{ definition, names, columns, nth },
    modelColumns: definition === queryFeatures ? MODEL_COLUMNS : [...MODEL_COLUMNS, ...onlyIn(definition)],
    maxAvailableAtBySource: { ...past.maxAvailableAtBySource, tables: nthOf(newestAvailable, nth) },
    fingerprint: featureFingerprint(definition),
    statementId: keys.statement_id as readonly string[],
    template: keys.fingerprint as readonly string[],
    tenant: keys.workspace_id,
    application: keys.client_application,
    tableNames: Array.from(nth, (query) => queries[query].tables.map(({ name }) => name)),
    kind: Array.from(nth, (query) => queries[query].shape.kind),
    day: Int32Array.from(past.carried.day as Float64Array),
    utilisation: featureColumn(past, 'utilisation'),
  };
}

/** What a careless definition adds to the honest one. */
function onlyIn({ names }: FeatureSet): readonly string[] {
  return names.filter((name) => !queryFeatures.names.includes(name));
}

function nthOf(values: Float64Array, nth: Int32Array): Float64Array {
  return Float64Array.from(nth, (query) => values[query]);
}

/** Of all that features are defined by: both sets of views, and the names of what is read from texts. */
export function featureFingerprint(definition: FeatureSet = queryFeatures): string {
  const parts = [fingerprintFeatures(tableFeatures), fingerprintFeatures(definition), ...MODEL_COLUMNS];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}
