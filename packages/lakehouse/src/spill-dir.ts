import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const spillDirs = new Set<string>();

/**
 * A name for the directory one database spills to: spill files have the same names in every database, so that in one directory
 * two would read each other's blocks. DuckDB removes it when it is closed; what a process leaves that exits before, interrupted
 * say, goes with it, because it is a copy of somebody's rows.
 */
export function newSpillDir(): string {
  if (spillDirs.size === 0) process.once('exit', removeSpillDirs);
  const dir = join(tmpdir(), `applied-modeling-duckdb-${randomUUID()}`);
  spillDirs.add(dir);
  return dir;
}

function removeSpillDirs(): void {
  for (const dir of spillDirs) rmSync(dir, { recursive: true, force: true });
}
