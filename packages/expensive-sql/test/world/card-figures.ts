import { join } from 'node:path';
import { averagePrecision, rocAuc } from '@applied-modeling/evaluation';
import { type Lake, openLake, type TableContract } from '@applied-modeling/lakehouse';
import type { SimulatedWorld } from '@applied-modeling/synthetic';
import { isExpensive, labelContract } from '../../src/label.ts';
import * as tables from '../../src/tables.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { chanceOfExpensive } from '../../src/world/oracle.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { SIZES, type Size } from '../../src/world/simulate.ts';
import { createStepper } from '../../src/world/stepper.ts';

const LIMIT = labelContract.expensiveCpuSeconds;

/** What the data card says of a world of seed 7: rows and figures by the label of their row, formatted as they stand there. */
export async function cardFigures(world: SimulatedWorld, size: Size): Promise<Record<string, string>> {
  const counts = Object.entries(world.rows).map(([table, rows]) => [`\`${table}\``, whole(rows)]);
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  try {
    const truth = await readTruth(sideCar);
    const observed = await observedFigures(lake);
    return {
      ...Object.fromEntries(counts),
      ...observed,
      ...(await hiddenFigures(lake, truth)),
      ...bytesFigures(world, size),
    };
  } finally {
    lake.close();
    sideCar.close();
  }
}

async function observedFigures(lake: Lake): Promise<Record<string, string>> {
  const queries = await first(
    lake,
    `SELECT
      count(*) / count(DISTINCT start_time::DATE) AS a_day,
      avg(from_result_cache::INTEGER) AS cached,
      avg((execution_status = 'CANCELED')::INTEGER) AS cancelled,
      avg((execution_status = 'FAILED')::INTEGER) AS failed,
      avg((admission = 'route')::INTEGER) AS routed,
      avg((json_serialize_sql(statement_text)->>'error' = 'true')::INTEGER) AS opaque,
      median(length(statement_text)) AS characters
    FROM ${lake.latest(tables.queryHistory)}`,
  );
  const snapshots = await first(
    lake,
    `SELECT
      median(bytes) / 1e9 AS gigabytes,
      max(bytes) / 1e12 AS most,
      avg((analyzed_at IS NULL)::INTEGER) AS never,
      median(date_diff('day', analyzed_at, TIMESTAMPTZ '2024-03-04')) AS days
    FROM (
      SELECT * FROM ${lake.latest(tables.tableSnapshots)}
      QUALIFY row_number() OVER (PARTITION BY table_name ORDER BY committed_at DESC) = 1)`,
  );
  return {
    'queries a day': whole(Math.round(queries.a_day)),
    'characters of a text, median': whole(queries.characters),
    'texts that are no SELECT a parser reads': percent(queries.opaque),
    'answered from the cache': percent(queries.cached),
    cancelled: percent(queries.cancelled),
    failed: percent(queries.failed, 2),
    'routed by the rule of bytes': percent(queries.routed, 2),
    'gigabytes of a table at the end, median': snapshots.gigabytes.toFixed(1),
    '… of the largest': whole(Math.round(1000 * snapshots.most)),
    'tables never analyzed': percent(snapshots.never, 0),
    'days since ANALYZE of the others, median': whole(snapshots.days),
  };
}

interface Truth {
  readonly ids: readonly string[];
  readonly template: ArrayLike<number>;
  readonly cpu: ArrayLike<number>;
  readonly sensitive: ArrayLike<number>;
  readonly chance: Float64Array;
}

async function readTruth(sideCar: Lake): Promise<Truth> {
  const found = await sideCar.query(
    `SELECT * REPLACE (is_sensitive::INTEGER AS is_sensitive) FROM ${sideCar.latest(tables.truth)}`,
  );
  const [template, cpu, sensitive, mean, sd] = [
    'template_id',
    'cpu_seconds',
    'is_sensitive',
    'observable_log_cpu',
    'observable_sd',
  ].map((name) => Float64Array.from(found.numbers(name)));
  return {
    ids: found.strings('statement_id') as string[],
    template,
    cpu,
    sensitive,
    chance: mean.map((one, at) => chanceOfExpensive(one, sd[at])),
  };
}

/** What queries cost, and whose they are. */
async function hiddenFigures(
  lake: Lake,
  { ids, template, cpu, sensitive, chance }: Truth,
): Promise<Record<string, string>> {
  const found = await lake.query(
    `SELECT
      statement_id,
      date_diff('day', TIMESTAMPTZ '2024-01-01', start_time)::INTEGER AS day,
      (execution_status = 'CANCELED' AND total_task_duration_ms <= ${1000 * LIMIT})::INTEGER AS censored
    FROM ${lake.latest(tables.queryHistory)}`,
  );
  const rows = new Map(ids.map((id, row) => [id, row]));
  const row = (found.strings('statement_id') as string[]).map((id) => rows.get(id)!);
  const [day, censored] = ['day', 'censored'].map((name) => found.numbers(name));
  const dear = row.flatMap((of, at) => (isExpensive(cpu[of]) ? [{ of, censored: censored[at] }] : []));
  const share = (some: readonly unknown[], all: readonly unknown[]) => some.length / all.length;

  const firstDay = new Map<number, number>();
  for (const [at, of] of row.entries()) firstDay.set(template[of], Math.min(day[at], firstDay.get(template[of]) ?? 63));
  const newShare = (week: number) => {
    const all = row.filter((_, at) => Math.floor(day[at] / 7) === week);
    return percent(
      share(
        all.filter((of) => firstDay.get(template[of])! >= 42),
        all,
      ),
      0,
    );
  };
  return {
    'CPU-seconds of a query, median': median(Float64Array.from(cpu)).toFixed(1),
    'expensive: above 600 CPU-seconds': percent(share(dear, row), 2),
    '… of sensitive templates': percent(
      share(
        dear.filter(({ of }) => sensitive[of] === 1),
        dear,
      ),
      0,
    ),
    '… cancelled before they got there': percent(
      share(
        dear.filter((one) => one.censored === 1),
        dear,
      ),
      0,
    ),
    'queries of sensitive templates': percent(
      share(
        row.filter((of) => sensitive[of] === 1),
        row,
      ),
      0,
    ),
    'templates that asked': whole(firstDay.size),
    'queries of templates first seen since day 42: week 7, 8, 9': [6, 7, 8].map(newShare).join(', '),
    'expensive queries, and as many as the oracle expects': `${whole(dear.length)}, ${whole(Math.round(chance.reduce((sum, one) => sum + one, 0)))}`,
  };
}

/** How far bytes alone go: of the last two weeks, what the cache did not answer. */
function bytesFigures({ clock }: SimulatedWorld, size: Size): Record<string, string> {
  const options = { queriesPerDay: SIZES[size], epoch: clock.epoch, days: 63 };
  const world = createStepper(7, drawPopulation(7, options), options);
  const days = Array.from({ length: 63 }, () => world.step(historyPolicy).queries).slice(49);
  const asked = days.flat().filter(({ fromCache }) => !fromCache);
  const y = asked.map(({ truth }) => Number(isExpensive(truth.cpuSeconds)));
  const told = (score: number[]) => `${rocAuc(y, score).toFixed(3)}, ${averagePrecision(y, score).toFixed(3)}`;
  return {
    'bytes by the Delta log alone: AUC, average precision': told(asked.map(({ submitted }) => submitted.scannedGb)),
    'bytes by ANALYZE alone': told(asked.map(({ submitted }) => submitted.analyzedGb)),
  };
}

/** Of the sample: the first forty queries from nine on a Wednesday of the last week. */
export const SAMPLE = { from: '2024-02-28 09:00:00Z', queries: 40 } as const;

/** Writes one CSV a table, rows in the order of their keys, and returns the file names. */
export async function writeSample(world: SimulatedWorld, dir: string): Promise<string[]> {
  const files: string[] = [];
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  const copy = async (from: Lake, contract: TableContract, where: string) => {
    const file = `${contract.name}.csv`;
    const columns = contract.columns.map(({ name, sqlType }) =>
      sqlType === 'DOUBLE' ? `round(${name}, 9) AS ${name}` : name,
    );
    const rows = `SELECT ${columns.join(', ')} FROM ${from.latest(contract)} WHERE ${where} ORDER BY ${contract.key.join(', ')}`;
    await from.run(`COPY (${rows}) TO '${join(dir, file)}' (HEADER)`);
    files.push(file);
  };
  const { queryHistory, tableSnapshots, warehouseLoad, truth } = tables;
  const sampled = await lake.query(
    `SELECT statement_id FROM ${lake.latest(queryHistory)} WHERE start_time >= TIMESTAMPTZ '${SAMPLE.from}'
    ORDER BY start_time, statement_id LIMIT ${SAMPLE.queries}`,
  );
  const ids = sampled.strings('statement_id').map((id) => `'${id}'`);
  const quarter = `BETWEEN TIMESTAMPTZ '${SAMPLE.from}' - INTERVAL 1 HOUR AND TIMESTAMPTZ '${SAMPLE.from}'`;
  await copy(lake, queryHistory, `statement_id IN (${ids.join(', ')})`);
  await copy(lake, tableSnapshots, `committed_at::DATE = DATE '2024-02-28' AND table_name LIKE 'web.%'`);
  await copy(lake, warehouseLoad, `measured_at ${quarter}`);
  await copy(sideCar, truth, `statement_id IN (${ids.join(', ')})`);
  lake.close();
  sideCar.close();
  return files;
}

async function first(lake: Lake, sql: string): Promise<Record<string, number>> {
  const found = await lake.query(sql);
  return Object.fromEntries(found.names.map((name) => [name, Number(found.numbers(name)[0])]));
}

function median(values: Float64Array): number {
  return values.sort()[Math.floor(values.length / 2)];
}

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const whole = (count: number) => count.toLocaleString('en-US');
