import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryDir } from './fixture.ts';

const SPILL_AND_EXIT = `
  import { openLake } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
  import { readdirSync } from 'node:fs';
  const lake = await openLake(process.argv[1], { threads: 1, memoryLimit: '40MB' });
  await lake.run('CREATE TEMP TABLE spilt AS SELECT hash(i) AS h FROM range(8_000_000) AS t(i)');
  console.log(readdirSync(process.env.TMPDIR).join());
  process.exit(130);`;

test('what was spilled goes with a process that exits before it closes its lake', () => {
  const [dir, TMPDIR] = [temporaryDir(), temporaryDir()];
  const argv = ['--import', 'tsx', '--input-type=module', '--eval', SPILL_AND_EXIT, dir];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    env: { ...process.env, TMPDIR },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 130, stderr: '' });
  expect(stdout).toContain('applied-modeling-duckdb-');
  expect(readdirSync(TMPDIR).filter((name) => name.startsWith('applied-modeling-duckdb-'))).toEqual([]);
});
