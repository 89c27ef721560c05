/**
 * A windowed sum, count and mean over 28 days and the last value, for a million decisions on five million rows: our
 * compiled event view beside the SQL that a good author writes by hand and beside pandas.
 *
 *     npx -y pnpm@12 bench:join [--decisions 1000000] [--rows 5000000] [--rounds 5]
 *
 * All three start from tables in memory and end with one row a decision in the order of entity and time; DuckDB has two
 * threads, pandas the one it uses. The answers are compared before a time is printed. pandas is installed into a folder of
 * the system's temporary one; without Python 3.11 or later, or without a registry, its part is skipped, and says so.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  compileFeatures,
  count,
  eventView,
  featureSet,
  lastValue,
  meanPerRow,
  sum,
} from '../../packages/feature-store/src/index.ts';
import { int, long, openLake, sqlText, tableContract, timestamp } from '../../packages/lakehouse/src/index.ts';

const PACKAGES = ['pandas==2.3.3', 'numpy==2.3.5', 'pyarrow==22.0.0'];
const { values } = parseArgs({
  options: {
    decisions: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '5000000' },
    rounds: { type: 'string', default: '5' },
  },
});
const [decisions, rows, rounds] = [values.decisions, values.rows, values.rounds].map(Number);
const entities = Math.ceil(decisions / 10);

const events = tableContract({
  name: 'events',
  grain: 'one row per event',
  columns: { entity_id: int(), row_id: int(), available_at: timestamp(), amount: long() },
  key: ['row_id'],
  clocks: { availableAt: 'available_at' },
  history: 'bitemporal',
});
const features = featureSet({
  views: [
    eventView({
      name: 'events',
      source: events,
      entity: 'entity_id',
      freshnessHours: 1,
      features: {
        sum_28d: sum('amount', { days: 28 }),
        rows_28d: count({ days: 28 }),
        mean_28d: meanPerRow('amount', { days: 28 }),
        last_value: lastValue('amount'),
      },
    }),
  ],
});
const compiled = compileFeatures(features, {
  spine: { relation: 'decisions', keys: ['entity_id'] },
  relation: ({ name }) => name,
});

/** Running totals, looked up by ASOF JOIN at the decision and 28 days before it. */
const BY_HAND = `
  WITH totals AS (
    SELECT entity_id, available_at, amount, sum(amount) OVER so_far AS total, row_number() OVER so_far AS rows
    FROM events
    WINDOW so_far AS (PARTITION BY entity_id ORDER BY available_at, row_id ROWS UNBOUNDED PRECEDING)
  ),
  at_decision AS (
    SELECT decisions.*, totals.amount AS last_value, totals.total, totals.rows
    FROM decisions
    ASOF LEFT JOIN totals ON totals.entity_id = decisions.entity_id AND totals.available_at <= decisions.decided_at
  ),
  windows AS (
    SELECT
      at_decision.entity_id,
      at_decision.decided_at,
      at_decision.total - coalesce(totals.total, 0) AS sum_28d,
      coalesce(at_decision.rows - coalesce(totals.rows, 0), 0) AS rows_28d,
      at_decision.last_value
    FROM at_decision
    ASOF LEFT JOIN totals
      ON totals.entity_id = at_decision.entity_id
      AND totals.available_at <= at_decision.decided_at - INTERVAL 28 DAY
  )
  SELECT
    entity_id,
    decided_at,
    CASE WHEN rows_28d > 0 THEN sum_28d END::FLOAT AS sum_28d,
    rows_28d::FLOAT AS rows_28d,
    (sum_28d::DOUBLE / nullif(rows_28d, 0))::FLOAT AS mean_28d,
    last_value::FLOAT AS last_value
  FROM windows
  ORDER BY entity_id, decided_at`;

const dir = join(tmpdir(), 'applied-modeling-bench-join');
mkdirSync(dir, { recursive: true });
const lake = await openLake(dir, { threads: 2, memoryLimit: '6GB' });
await makeData();
const python = preparePython();
const seconds: Record<string, number[]> = {};

for (let round = 0; round <= rounds; round++) {
  // The first round warms up: it is compared, and not timed.
  const take = (name: string, spent: number) => round > 0 && (seconds[name] ??= []).push(spent);
  take('event view', await timed(ours));
  take('ASOF by hand', await timed(byHand));
  if (python) {
    const answer = JSON.parse(execFileSync(python, [pythonFile(), dir], { encoding: 'utf8' }));
    take('pandas, rolling', answer.rolling);
    take('pandas, running totals', answer.running_totals);
  }
  if (round === 0) await compareAnswers();
}
report();
lake.close();

/** Row i: an entity, an instant of a year and an amount by hash; half of the rows of a second share it with another. */
async function makeData(): Promise<void> {
  const instant = (salt: number) =>
    `TIMESTAMPTZ '2025-01-01 00:00:00Z' + to_seconds((hash(i, ${salt}) % 31536000)::BIGINT)`;
  const entity = (salt: number) => `(hash(i, ${salt}) % ${entities})::INTEGER AS entity_id`;
  await lake.run(`
    CREATE TABLE events AS
      SELECT ${entity(1)}, i::INTEGER AS row_id, ${instant(2)} AS available_at, (hash(i, 3) % 1000)::BIGINT AS amount
      FROM range(${rows}) AS numbers(i) ORDER BY available_at;
    CREATE TABLE decisions AS
      SELECT DISTINCT ${entity(11)}, ${instant(12)} AS decided_at FROM range(${decisions}) AS numbers(i);
    COPY (SELECT * REPLACE (available_at::TIMESTAMP AS available_at) FROM events) TO ${sqlText(join(dir, 'rows.parquet'))};
    COPY (SELECT * REPLACE (decided_at::TIMESTAMP AS decided_at) FROM decisions) TO ${sqlText(join(dir, 'decisions.parquet'))}`);
}

async function ours(): Promise<void> {
  const { tables, result } = compiled;
  await lake.run(tables.map(({ name, sql }) => `CREATE OR REPLACE TEMP TABLE ${name} AS ${sql}`).join(';\n'));
  await lake.run(`CREATE OR REPLACE TEMP TABLE ours AS ${result}`);
}

async function byHand(): Promise<void> {
  await lake.run(`CREATE OR REPLACE TEMP TABLE by_hand AS ${BY_HAND}`);
}

/** Every answer of every decision; a missing one is NULL here and NaN or nothing there. */
async function compareAnswers(): Promise<void> {
  const fromPandas = (way: string) => `(
    SELECT entity_id, timezone('UTC', decided_at) AS decided_at, nullif(sum_28d, 'NaN')::FLOAT AS sum_28d,
      rows_28d::FLOAT AS rows_28d, nullif(mean_28d, 'NaN')::FLOAT AS mean_28d, nullif(last_value, 'NaN')::FLOAT AS last_value
    FROM read_parquet(${sqlText(join(dir, `${way}.parquet`))})
  )`;
  const peers = {
    by_hand: 'by_hand',
    ...(python && { rolling: fromPandas('rolling'), running_totals: fromPandas('running_totals') }),
  };
  for (const [name, relation] of Object.entries(peers)) {
    const answers =
      'entity_id, decided_at, CASE WHEN rows_28d > 0 THEN sum_28d END, coalesce(rows_28d, 0), mean_28d, last_value';
    const only = (a: string, b: string) => `SELECT ${answers} FROM ${a} EXCEPT ALL SELECT ${answers} FROM ${b}`;
    const found = await lake.query(
      `SELECT count(*) AS n FROM (${only('ours', relation)} UNION ALL (${only(relation, 'ours')}))`,
    );
    const differences = found.numbers('n')[0];
    if (differences > 0) throw new Error(`${name}: ${differences} rows differ from the event view's; expected none`);
    console.log(`${name}: the same ${decisions.toLocaleString('en')} answers`);
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function report(): void {
  const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
  const base = median(seconds['event view']);
  console.log(`\n${decisions} decisions × ${rows} rows of ${entities} entities, ${cpus().length} cores`);
  for (const [name, times] of Object.entries(seconds)) {
    const all = times.map((time) => time.toFixed(2)).join(' ');
    console.log(
      `${name.padEnd(24)} median ${median(times).toFixed(2)} s   event view / it ${(base / median(times)).toFixed(2)}   [${all}]`,
    );
  }
}

function pythonFile(): string {
  return fileURLToPath(new URL('join-pandas.py', import.meta.url));
}

/** A virtual environment with the pinned packages, made once. */
function preparePython(): string | undefined {
  const home = join(tmpdir(), 'applied-modeling-bench-python');
  const inHome = join(home, 'bin', 'python');
  try {
    if (!existsSync(inHome)) execFileSync('python3', ['-m', 'venv', home], { stdio: 'pipe' });
    execFileSync(inHome, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES], {
      stdio: 'pipe',
    });
    return inHome;
  } catch (error) {
    const [reason] = String((error as { stderr?: unknown }).stderr || error)
      .trim()
      .split('\n')
      .slice(-1);
    console.log(`SKIPPED pandas: ${PACKAGES.join(', ')} cannot be installed (${reason}); DuckDB is compared alone`);
    return undefined;
  }
}
