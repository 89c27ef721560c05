/**
 * The point-in-time join at full size, on synthetic Parquet files: five event sources of 10.9, 3, 3, 2.5 and 0.3 million
 * rows and one of states, 10,000 entities, 55 decision times, a spine of 550,000 rows.
 *
 *     npx -y pnpm@12 bench:daily-windows      (two DuckDB threads, 3 GB)
 */

import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  activeDays,
  buildTrainingSet,
  compileFeatures,
  count,
  daysSinceLast,
  equals,
  featureSet,
  featureView,
  latest,
  latestView,
  meanPerDay,
  ratio,
  saveArrow,
  sum,
} from '../../packages/feature-store/src/index.ts';
import { date, decimal, int, openLake, sqlText, tableContract, timestamp } from '../../packages/lakehouse/src/index.ts';

const ENTITIES = 10_000;
const DAYS = 1092;

const contractOf = (name: string) =>
  tableContract({
    name,
    grain: 'one row per event',
    columns: {
      account_id: z.string(),
      event_id: int(),
      happened_on: date(),
      kind: z.enum(['a', 'b', 'c']),
      amount: decimal(18, 3),
      failures: int(),
      available_at: timestamp(),
    },
    key: ['event_id'],
    clocks: { eventTime: 'happened_on', availableAt: 'available_at' },
    history: 'bitemporal',
  });

const sources = [
  { contract: contractOf('usage'), rows: ENTITIES * DAYS },
  { contract: contractOf('jobs'), rows: 3_000_000 },
  { contract: contractOf('queries'), rows: 3_000_000 },
  { contract: contractOf('logins'), rows: 2_500_000 },
  { contract: contractOf('tickets'), rows: 300_000 },
];
const states = { contract: contractOf('contracts'), rows: 50_000 };

const set = featureSet({
  views: [
    ...sources.map(({ contract }) => {
      const { name } = contract;
      return featureView({
        name,
        source: contract,
        entity: 'account_id',
        freshnessHours: 12,
        features: {
          [`${name}_7d`]: sum('amount', { days: 7 }),
          [`${name}_28d`]: sum('amount', { days: 28 }),
          [`${name}_per_day_84d`]: meanPerDay('amount', { days: 84 }),
          [`${name}_failures_28d`]: sum('failures', { days: 28 }),
          [`${name}_a_84d`]: sum('amount', { days: 84, where: equals('kind', 'a') }),
          [`${name}_rows_28d`]: count({ days: 28 }),
          [`${name}_active_days_28d`]: activeDays({ days: 28 }),
          [`${name}_last_days`]: daysSinceLast({ days: name === 'tickets' ? 365 : 84 }),
        },
      });
    }),
    latestView({
      name: 'contract',
      source: states.contract,
      entity: 'account_id',
      freshnessHours: 24,
      features: { commit: latest('amount') },
    }),
  ],
  derived: { usage_ratio: ratio('usage_7d', 'usage_28d') },
});

const dir = join(tmpdir(), 'feature-store-bench');
mkdirSync(dir, { recursive: true });
const lake = await openLake(dir, { threads: 2, memoryLimit: '3GB' });
const fileOf = (name: string) => join(dir, `${name}.parquet`);

/** Row i: entity i mod 10,000, a day by its number or hash, available within half a day, one in fifty days late. */
async function writeEvents(name: string, rows: number): Promise<void> {
  const day = rows === ENTITIES * DAYS ? `i // ${ENTITIES}` : `hash(i, 1) % ${DAYS}`;
  const lateSeconds = 'CASE WHEN hash(i, 2) % 50 = 0 THEN 86400 * (1 + hash(i, 3) % 4) ELSE hash(i, 4) % 43200 END';
  await lake.run(`
    COPY (
      SELECT
        'ACC-' || lpad((i % ${ENTITIES})::VARCHAR, 5, '0') AS account_id,
        i::INTEGER AS event_id,
        DATE '2023-01-02' + (${day})::INTEGER AS happened_on,
        ['a', 'b', 'c'][1 + (hash(i, 5) % 3)::INTEGER] AS kind,
        ((hash(i, 6) % 100000) / 1000)::DECIMAL(18, 3) AS amount,
        (hash(i, 7) % 5)::INTEGER AS failures,
        TIMESTAMPTZ '2023-01-03 00:00:00Z' + INTERVAL 1 SECOND * ((${day}) * 86400 + ${lateSeconds}) AS available_at
      FROM range(${rows}) AS events(i) ORDER BY happened_on, account_id
    ) TO ${sqlText(fileOf(name))}`);
}

for (const { contract, rows } of [...sources, states]) {
  if (!existsSync(fileOf(contract.name))) await writeEvents(contract.name, rows);
}
const spine = `(
  SELECT 'ACC-' || lpad(a::VARCHAR, 5, '0') AS account_id,
    TIMESTAMPTZ '2023-01-02 06:00:00Z' + INTERVAL 7 DAY * week AS decided_at,
    DATE '2023-01-02' + (hash(a) % 300)::INTEGER AS observed_since
  FROM range(${ENTITIES}) AS entities(a),
    (SELECT unnest(range(12, 93, 4) || range(100, 118) || range(127, 143)) AS week)
)`;
const compiled = compileFeatures(set, {
  spine: { relation: spine, keys: ['account_id'] },
  relation: ({ name }) => `read_parquet(${sqlText(fileOf(name))})`,
});

for (let round = 1; round <= 3; round++) {
  const started = performance.now();
  const trainingSet = await buildTrainingSet(lake, compiled);
  const built = performance.now();
  await saveArrow(join(dir, 'training-set.arrow'), trainingSet);
  const saved = performance.now();
  const seconds = [built - started, saved - built].map((ms) => (ms / 1000).toFixed(2));
  console.log(
    `training set of ${trainingSet.rowCount} × ${set.names.length} in ${seconds[0]} s · ` +
      `Arrow file ${seconds[1]} s · peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
}
lake.close();
