/**
 * Measures what `docs/decisions/0002-sql-and-arrow.md` states: the install of danfojs-node as it is, the same with its one
 * foreign tarball replaced, and what is left when no install script runs.
 *
 *     npx tsx scripts/decisions/0002-danfojs.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ending, errorsIn, install, inTemporaryPackage, run } from './temporary-install.ts';

const DANFOJS = 'danfojs-node@1.2.0';

await inTemporaryPackage(async (folder) => {
  const view = await run('npm', ['view', DANFOJS, 'dependencies', '--json'], { folder, seconds: 30 });
  const dependencies = Object.entries(JSON.parse(view.stdout) as Record<string, string>);
  const foreign = dependencies.filter(([, version]) => version.includes('://')).map(([name]) => name);
  console.log(
    `${DANFOJS}: ${dependencies.length} dependencies, from outside the registry: ${foreign.join(', ') || 'none'}`,
  );

  const plain = await install(folder, [DANFOJS], 60);
  console.log(`install as it is: ${ending(plain)}\n    ${errorsIn(plain)}`);
});

await inTemporaryPackage(async (folder) => {
  // 0.18.5 is the last xlsx in the registry.
  const manifest = { name: 'decision', version: '1.0.0', private: true, overrides: { xlsx: '0.18.5' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const overridden = await install(folder, [DANFOJS], 120);
  console.log(`install with xlsx from the registry: ${ending(overridden)}\n    ${errorsIn(overridden)}`);

  const bare = await install(folder, [DANFOJS, '--ignore-scripts'], 120);
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
  const size = await run('du', ['-sm', 'node_modules'], { folder, seconds: 30 });
  const packages = Object.keys(lock.packages).length - 1;
  console.log(`install without scripts: ${ending(bare)}; ${packages} packages, ${size.stdout.split('\t')[0]} MB`);

  const used = await run('node', ['--eval', "require('danfojs-node')"], { folder, seconds: 30 });
  console.log(`require('danfojs-node'): ${ending(used)}\n    ${errorsIn(used)}`);
});
