/**
 * How long ten million usage rows take, from typed arrays to a checked Delta table and back.
 *
 *     npx -y pnpm@12 bench:lakehouse [rows]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  date,
  decimal,
  fingerprintRelation,
  int,
  openLake,
  tableContract,
  timestamp,
} from '../../packages/lakehouse/src/index.ts';

const ACCOUNTS = 15_000;
const SKUS = ['ALL_PURPOSE', 'JOBS', 'SQL', 'SERVERLESS_SQL', 'DLT', 'MODEL_SERVING', 'STORAGE'];
const RECORD_TYPES = ['ORIGINAL', 'RETRACTION', 'RESTATEMENT'];
const FEATURES = 35;

const usageDaily = tableContract({
  name: 'usage_daily',
  grain: 'one row per account per day per SKU per record',
  columns: {
    account_id: z.string().min(1),
    usage_date: date(),
    sku: z.enum(SKUS),
    record_id: int().min(0),
    dbu: decimal(18, 3),
    record_type: z.enum(RECORD_TYPES),
    available_at: timestamp(),
  },
  key: ['account_id', 'usage_date', 'sku', 'record_id'],
  clocks: { eventTime: 'usage_date', availableAt: 'available_at' },
  history: 'bitemporal',
});

const rows = Number(process.argv[2] ?? 10_000_000);
const dir = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
const lake = await openLake(dir);

async function timed<T>(what: string, step: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await step();
  console.log(`${((performance.now() - start) / 1000).toFixed(2).padStart(6)} s  ${what}`);
  return result;
}

/** A multiplicative hash in [0, 1): noise enough that nothing compresses away. */
const noise = (row: number) => (Math.imul(row, 2654435761) >>> 0) / 2 ** 32;
const batch = {
  account_id: Uint16Array.from({ length: rows }, (_, row) => row % ACCOUNTS),
  usage_date: Int32Array.from({ length: rows }, (_, row) => 19_000 + Math.floor(row / (ACCOUNTS * 4))),
  sku: Uint8Array.from({ length: rows }, (_, row) => Math.floor(row / ACCOUNTS) % 4),
  record_id: Int32Array.from({ length: rows }, (_, row) => row),
  dbu: Float64Array.from({ length: rows }, (_, row) => 100 * noise(row)),
  record_type: Uint8Array.from({ length: rows }, (_, row) => (noise(row) < 0.97 ? 0 : 1 + (row % 2))),
  available_at: BigInt64Array.from({ length: rows }, (_, row) => {
    return BigInt(20_000 + Math.floor(row / (ACCOUNTS * 4))) * 86_400_000_000n + BigInt(Math.floor(noise(row) * 1e9));
  }),
};
const accounts = Array.from({ length: ACCOUNTS }, (_, account) => `acct-${String(account).padStart(6, '0')}`);
const committedAt = new Date('2025-03-01T00:00:00Z');

await timed(`stage ${rows} rows x 7 columns`, () =>
  lake.stage('usage', {
    ...batch,
    account_id: { codes: batch.account_id, dictionary: accounts },
    sku: { codes: batch.sku, dictionary: SKUS },
    record_type: { codes: batch.record_type, dictionary: RECORD_TYPES },
  }),
);
await lake.create(usageDaily, { committedAt });
await timed('append: Parquet, checks, commit', () => lake.append(usageDaily, { sql: 'FROM usage' }, { committedAt }));
await timed('fingerprint', () => fingerprintRelation(lake, lake.latest(usageDaily)));
await timed('query one sum', () => lake.query(`SELECT sum(dbu) AS dbu FROM ${lake.latest(usageDaily)}`));
await timed('query 3 numeric columns out', () =>
  lake.query(`SELECT usage_date, dbu, available_at FROM ${lake.asOf(new Date('2030-01-01')).relation(usageDaily)}`),
);
await timed('query 1 text column out', () => lake.query(`SELECT account_id FROM ${lake.latest(usageDaily)}`));
const features = Array.from(
  { length: FEATURES },
  (_, i) => `CASE WHEN i % 11 = ${i % 11} THEN NULL ELSE random() END::FLOAT AS f${i}`,
);
await lake.run(`CREATE TEMP TABLE features AS SELECT ${features.join(', ')} FROM range(600000) AS rows(i)`);
await timed(`feature matrix, 600,000 x ${FEATURES} as Float32Array`, () => lake.query('SELECT * FROM features'));
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
lake.close();
rmSync(dir, { recursive: true });
