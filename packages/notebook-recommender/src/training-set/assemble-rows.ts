import { createHash } from 'node:crypto';
import { type FeatureSet, fingerprintFeatures, type TrainingSet as StoredRows } from '@applied-modeling/feature-store';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import { type Candidates, RETRIEVED_COLUMNS } from '../candidates.ts';
import type { SlateRows } from '../domain.ts';
import { pageFeatures } from '../features.ts';
import { POSITION } from './model-columns.ts';

/** What the clock on the wall says, and how old the notebook is. */
const MADE_COLUMNS = ['notebook_age_days', 'hour_of_day', 'day_of_week'] as const;

/** What the windows say: of every row, and once a page of who opened it. */
export interface Windows {
  readonly items: StoredRows;
  readonly pages: StoredRows;
  readonly definition: FeatureSet;
}

/** Puts what retrieval knew beside what the past says, row by row. */
export function assembleRows(
  { items: past, pages, definition }: Windows,
  found: Candidates,
): Omit<SlateRows, 'violations'> {
  const { requests, request, item, directory, retrieved, ...shown } = found;
  const { items } = directory;
  const createdAt = Float64Array.from(item, (one) => items.createdMs[one]);
  const ofPage = (values: ArrayLike<number>) => filled(request.length, (row) => values[request[row]]);
  const at = (row: number) => requests.decidedAt[request[row]];
  const copied = (values: Float32Array) => filled(values.length, (row) => values[row]);
  const made = [
    filled(request.length, (row) => (at(row) - createdAt[row]) / MS_PER_DAY),
    filled(request.length, (row) => Math.floor((at(row) % MS_PER_DAY) / MS_PER_HOUR)),
    filled(
      request.length,
      (row) => (Math.floor(at(row) / MS_PER_DAY) + 3) % 7,
    ) /* 1970 began on a Thursday; Monday is 0 */,
  ];
  const names = [...past.names, ...pages.names, ...RETRIEVED_COLUMNS, ...MADE_COLUMNS, POSITION];
  return {
    ...past,
    ...shown,
    names,
    columns: [...past.columns, ...pages.columns.map(ofPage), ...retrieved.map(copied), ...made, copied(shown.position)],
    modelColumns: names,
    maxAvailableAtBySource: { ...past.maxAvailableAtBySource, ...clocksOf(pages.maxAvailableAtBySource, request) },
    maxEventTimeBySource: { ...past.maxEventTimeBySource, ...clocksOf(pages.maxEventTimeBySource, request) },
    fingerprint: featureFingerprint(definition),
    ...{ requests, request },
    day: Int32Array.from(request, (of) => requests.day[of]),
    notebookId: Array.from(item, (one) => items.ids[one]),
    notebookCreatedAt: createdAt,
  };
}

function clocksOf(bySource: Readonly<Record<string, Float64Array>>, request: Int32Array) {
  const ofRows = (newest: Float64Array) => Float64Array.from(request, (page) => newest[page]);
  return Object.fromEntries(Object.entries(bySource).map(([source, newest]) => [source, ofRows(newest)]));
}

/** Shared, because threads read it. */
function filled(rows: number, value: (row: number) => number): Float32Array<SharedArrayBuffer> {
  const column = new Float32Array(new SharedArrayBuffer(4 * rows));
  for (let row = 0; row < rows; row++) column[row] = value(row);
  return column;
}

/** Of all that features are defined by: the views, and the names of what retrieval and the clock say. */
export function featureFingerprint(definition: FeatureSet): string {
  const parts = [
    fingerprintFeatures(definition),
    fingerprintFeatures(pageFeatures),
    ...RETRIEVED_COLUMNS,
    ...MADE_COLUMNS,
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}
