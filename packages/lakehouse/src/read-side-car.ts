import type { Columns } from './columns.ts';
import type { TableContract } from './contract.ts';
import { type Lake, openLake } from './lake.ts';
import { sqlNames } from './sql-text.ts';
import type { StageColumns } from './stage.ts';

/**
 * Asks a lake beside the tables, such as a simulation's hidden truth, about some rows, and closes it: `rows` are staged as the
 * table `asked`, to be joined. Null where there is no such lake, as beside a person's own files.
 */
export async function readSideCar<Answer>(
  dir: string | null,
  rows: StageColumns,
  read: (lake: Lake) => Promise<Answer>,
): Promise<Answer | null> {
  if (dir === null) return null;
  const lake = await openLake(dir, { threads: 1, memoryLimit: '1GB' });
  try {
    await lake.stage('asked', rows);
    return await read(lake);
  } finally {
    lake.close();
  }
}

/**
 * What a table of a side-car says of some things, one record each, in their order; null where there is no side-car. `keys` are the
 * columns that name them. Throws where the table has not one record of each.
 */
export async function readRecords(
  dir: string | null,
  table: TableContract,
  keys: Readonly<Record<string, ArrayLike<number> | readonly string[]>>,
): Promise<Columns | null> {
  const [{ length }] = Object.values(keys);
  const asked = { ...keys, asked_place: Int32Array.from({ length }, (_, place) => place) } as StageColumns;
  const found = await readSideCar(dir, asked, (lake) =>
    lake.query(
      `SELECT records.* FROM asked JOIN ${lake.latest(table)} AS records USING (${sqlNames(Object.keys(keys))}) ORDER BY asked_place`,
    ),
  );
  if (found === null || found.rowCount === length) return found;
  throw new RangeError(
    `${table.name}: found ${found.rowCount} records, expected ${length}, one of each; delete the world and simulate it anew`,
  );
}
