/**
 * Measures what `docs/decisions/0001-duckdb-node-api.md` states: the install of duckdb, and that of @duckdb/node-api.
 *
 *     npx tsx scripts/decisions/0001-duckdb.ts
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ending, errorsIn, install, inTemporaryPackage, run } from './temporary-install.ts';

const COMPILE_SECONDS = 60;

await inTemporaryPackage(async (folder) => {
  const asked = await install(folder, ['duckdb@1.4.4'], COMPILE_SECONDS);
  const fetched = !`${asked.stdout}${asked.stderr}`.includes('falling back to source compile');
  console.log(`duckdb 1.4.4: ${ending(asked)}`);
  console.log(`  its prebuilt binary ${fetched ? 'was fetched' : 'was not found: it compiles from source'}`);
  if (!fetched) console.log(`  compiled in that time: ${compiledFiles(folder)} of ${sourceFiles(folder)} files`);
  const readme = join(folder, 'node_modules/duckdb/README.md');
  const sentence = existsSync(readme) && /^> (.*?deprecated.*?)\. /m.exec(readFileSync(readme, 'utf8'))?.[1];
  if (sentence) console.log(`  its README: "${sentence}"`);
  if (asked.code !== 0 && !asked.timedOut) console.log(`    ${errorsIn(asked)}`);
});

await inTemporaryPackage(async (folder) => {
  const used = await install(folder, ['@duckdb/node-api@1.5.6-r.1'], 300);
  console.log(`@duckdb/node-api 1.5.6-r.1: ${ending(used)}`);
  const program = `
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create()).connect();
    console.log((await connection.runAndReadAll('select version()')).getRows()[0][0]);`;
  const answer = await run('node', ['--input-type=module', '--eval', program], { folder, seconds: 30 });
  console.log(`  select version(): ${answer.code === 0 ? answer.stdout.trim() : errorsIn(answer)}`);
});

function compiledFiles(folder: string): number {
  const build = join(folder, 'node_modules/duckdb/build');
  if (!existsSync(build)) return 0;
  return readdirSync(build, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.o')).length;
}

function sourceFiles(folder: string): number {
  const makefile = join(folder, 'node_modules/duckdb/build/duckdb.target.mk');
  return existsSync(makefile) ? (readFileSync(makefile, 'utf8').match(/\.o\b(?= \\$|$)/gm)?.length ?? 0) : 0;
}
