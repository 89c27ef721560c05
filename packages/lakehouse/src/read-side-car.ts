import { type Lake, openLake } from './lake.ts';
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
