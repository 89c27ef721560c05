/**
 * Measures what `docs/decisions/0003-own-gbm.md` states: how much ml-xgboost holds, what it does with missing values, what it
 * prints on stdout and how much processor time it takes, beside our gbm on the same rows.
 *
 *     npx tsx scripts/decisions/0003-ml-xgboost.ts
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { train } from '../../packages/gbm/src/index.ts';
import { labelOf, value } from './planted-rows.ts';
import { errorsIn, install, inTemporaryPackage, run } from './temporary-install.ts';

/** Probe, rows, columns, rounds: sizes around the stack's 5 MiB, around the heap's 2 GiB, missing values, then what we time. */
const PROBES = [
  ['class', 62_415, 20, 1],
  ['class', 62_500, 20, 1],
  ['class', 65_000, 20, 1],
  ['class', 100_000, 20, 1],
  ['class', 200_000, 20, 1],
  ['heap', 200_000, 20, 1],
  ['heap', 2_000_000, 45, 1],
  ['heap', 2_500_000, 45, 1],
  ['nan', 1_000, 2, 1],
  ['minus-one', 1_000, 1, 1],
  ['class', 20_000, 20, 100],
  ['class', 25_000, 35, 100],
  ['heap', 25_000, 35, 100],
] as const;

await inTemporaryPackage(async (folder) => {
  await install(folder, ['ml-xgboost@1.1.2'], 120);
  const file = fileURLToPath(new URL('./xgboost-probe.ts', import.meta.url));
  for (const probe of PROBES) {
    const args = [...process.execArgv, file, join(folder, 'node_modules/ml-xgboost'), ...probe.map(String)];
    const outcome = await run(process.execPath, args, { folder, seconds: 180 });
    const found = /^found: (.*)$/m.exec(outcome.stderr)?.[1];
    const failure = outcome.timedOut
      ? 'ended by us, unfinished'
      : `process ends with code ${outcome.code}: ${errorsIn(outcome)}`;
    const [name, rows, columns, rounds] = probe;
    console.log(`${name}, ${rows} rows × ${columns} columns × ${rounds} rounds: ${found ?? failure}`);
    if (outcome.stdout !== '') console.log(`    on stdout it printed ${outcome.stdout.length} characters`);
  }
});

const [numRow, numColumn, numBoostRound] = [25_000, 35, 100];
const columns = Array.from({ length: numColumn }, (_, j) =>
  Float32Array.from({ length: numRow }, (_, row) => value(row, j)),
);
const label = Float32Array.from({ length: numRow }, (_, row) => labelOf(row));
const begin = process.cpuUsage();
train(
  { objective: 'binary:logistic', eta: 0.1, max_depth: 5 },
  { columns, label, numRow, featureNames: columns.map((_, j) => `f${j}`) },
  { numBoostRound },
);
const seconds = (process.cpuUsage(begin).user / 1e6).toFixed(1);
console.log(`our gbm, ${numRow} rows × ${numColumn} columns × ${numBoostRound} rounds: trained in ${seconds} s`);
