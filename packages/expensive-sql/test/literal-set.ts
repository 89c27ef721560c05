import type { TrainingSet } from '../src/domain.ts';
import { queryFeatures } from '../src/features.ts';
import { labelOf } from '../src/label.ts';

/** A query as a test tells it. */
export interface LiteralQuery {
  readonly cpuSeconds: number;
  readonly wasCut?: boolean;
  readonly application?: string;
  readonly template?: string;
  readonly tenant?: string;
  readonly table?: string;
  readonly day?: number;
  readonly utilisation?: number;
  readonly features?: Readonly<Record<string, number>>;
}

/** A training set of a few queries, with the features the test names. */
export function literalSet(queries: readonly LiteralQuery[], names: readonly string[] = []): TrainingSet {
  const floats = (of: (query: LiteralQuery) => number) => Float32Array.from(queries, of);
  return {
    rowCount: queries.length,
    spine: { keys: {}, decidedAt: Float64Array.from(queries, ({ day = 0 }) => day * 86_400_000) },
    carried: {},
    names,
    columns: names.map((name) => floats(({ features }) => features?.[name] ?? Number.NaN)),
    modelColumns: names,
    maxAvailableAtBySource: {},
    maxEventTimeBySource: {},
    fingerprint: 'literal',
    definition: queryFeatures,
    nth: Int32Array.from(queries.keys()),
    statementId: queries.map((_, nth) => `s${nth}`),
    template: queries.map(({ template = 'a' }) => template),
    tableNames: queries.map(({ table = 'sales.orders' }) => [table]),
    tenant: queries.map(({ tenant = 'w1' }) => tenant),
    application: queries.map(({ application = 'notebook' }) => application),
    kind: queries.map(() => 'understood'),
    day: Int32Array.from(queries, ({ day = 0 }) => day),
    utilisation: floats(({ utilisation = 0.5 }) => utilisation),
    y: floats(({ cpuSeconds, wasCut = false }) => labelOf({ cpuSeconds, wasCut, fromCache: false })),
    cpuSeconds: Float64Array.from(queries, ({ cpuSeconds }) => cpuSeconds),
    wasCut: Uint8Array.from(queries, ({ wasCut = false }) => Number(wasCut)),
    maturesAt: new Float64Array(queries.length),
    cluster: Int32Array.from(queries.keys()),
  };
}

export const allRows = ({ rowCount }: Pick<TrainingSet, 'rowCount'>) =>
  Uint32Array.from({ length: rowCount }, (_, row) => row);
