import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLake, sqlName } from '@applied-modeling/lakehouse';
import type { Row, Tables } from '../../feature-store/test/reference/brute-force-join.ts';
import { rowsAsSql } from '../../feature-store/test/rows-as-sql.ts';
import type { Ingested } from '../src/domain.ts';
import { decidedAt } from '../src/label.ts';
import { planCalendar } from '../src/settings.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES } from '../src/tables.ts';

/** Literal tables, ingested. Week 0 begins on this Monday; days of a test are counted from it. */
const MONDAY = Date.parse('2025-03-03T00:00:00Z');

export const on = (day: number) => new Date(MONDAY + day * 86_400_000).toISOString().slice(0, 10);
export const at = (hour: number) => new Date(MONDAY + hour * 3_600_000).toISOString();

/** A table that is left out is one that a person did not bring. The last of the weeks is the one there is to plan. */
export async function ingestTables(tables: Tables, weeks: number): Promise<Ingested & { readonly close: () => void }> {
  const dir = mkdtempSync(join(tmpdir(), 'capacity-tiny-'));
  const lake = await openLake(dir, { threads: 1 });
  for (const contract of [...REQUIRED_TABLES, ...OPTIONAL_TABLES]) {
    const rows = rowsAsSql(contract, tables[contract.name] ?? []);
    await lake.run(`CREATE OR REPLACE TEMP VIEW ${sqlName(contract.name)} AS SELECT * FROM ${rows}`);
  }
  return {
    lake,
    calendar: { ...planCalendar(MONDAY, 113), now: decidedAt({ epoch: MONDAY }, weeks - 1) },
    source: { kind: 'files', dir },
    versions: {},
    rows: {},
    relation: ({ name }) => (name in tables ? sqlName(name) : undefined),
    truthDir: null,
    fingerprint: '',
    notes: [],
    close: () => {
      lake.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Series a in Dublin, series b in Tokyo; what finds no node in a tries b next. */
export const twoSeries: readonly Row[] = [
  { series_id: 'a', region: 'eu-west-1', country: 'IE', utc_offset_hours: 0, neighbour_series_id: 'b' },
  { series_id: 'b', region: 'ap-north-1', country: 'JP', utc_offset_hours: 9, neighbour_series_id: 'b' },
].map((row) => ({ ...row, cloud: 'aws', family: 'general' }));
