import { join } from 'node:path';
import { type Lake, openLake, type TableContract } from '@applied-modeling/lakehouse';
import type { SimulatedWorld } from '@applied-modeling/synthetic';
import { prices } from '../../src/prices.ts';
import * as tables from '../../src/tables.ts';
import { truthHourly, truthWeekly } from '../../src/world/truth-tables.ts';

/** What the data card says of a world beyond its counts: figures by the label of their row, formatted as they stand there. */
export async function cardFigures(world: SimulatedWorld): Promise<Record<string, string>> {
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  try {
    return { ...(await observedFigures(lake)), ...(await hiddenFigures(lake, sideCar)) };
  } finally {
    lake.close();
    sideCar.close();
  }
}

async function observedFigures(lake: Lake): Promise<Record<string, string>> {
  const usage = await first(
    lake,
    `SELECT
      count(*) FILTER (record_type = 'ORIGINAL') AS hours,
      sum(node_hours) AS used,
      count(*) FILTER (record_type = 'CORRECTION') / count(*) FILTER (record_type = 'ORIGINAL') AS corrected,
      avg((available_at > hour + INTERVAL 15 HOUR)::INTEGER) FILTER (record_type = 'ORIGINAL') AS late
    FROM ${lake.latest(tables.usageHourly)}`,
  );
  const short = await first(
    lake,
    `SELECT sum(n) AS hours, min(n) AS least, max(n) AS most, count(*) AS series
    FROM (SELECT count(*) AS n FROM ${lake.latest(tables.stockouts)} GROUP BY series_id)`,
  );
  const failures = await first(
    lake,
    `SELECT sum(clusters) FILTER (attempt = 1) AS first, sum(clusters) FILTER (attempt > 1) AS again
    FROM ${lake.latest(tables.launchFailures)}`,
  );
  const capacity = await first(lake, `SELECT 168 * sum(nodes) AS nodes FROM ${lake.latest(tables.capacityWeekly)}`);
  const launches = await first(
    lake,
    `SELECT avg((announced_at < effective_on)::INTEGER) AS announced FROM ${lake.latest(tables.launches)}`,
  );
  const tenants = await first(
    lake,
    `SELECT avg((known < starts_on)::INTEGER) AS signed
    FROM (SELECT min(available_at) AS known, any_value(starts_on) AS starts_on FROM ${lake.latest(tables.tenants)} GROUP BY tenant_id)`,
  );
  const perSeries = usage.hours / short.series;
  return {
    'hours with a stock-out': percent(short.hours / usage.hours),
    '… in the series with the fewest and the most': `${percent(short.least / perSeries)}, ${percent(short.most / perSeries)}`,
    'provisioned nodes that waited': percent(1 - usage.used / capacity.nodes),
    'clusters that failed at first, per node in use': percent(failures.first / usage.used, 2),
    'failed attempts per cluster that failed': ((failures.first + failures.again) / failures.first).toFixed(2),
    'bills corrected later': percent(usage.corrected, 2),
    'bills known more than 14 hours after their hour': percent(usage.late, 2),
    'launches announced ahead': percent(launches.announced),
    'tenants signed ahead': percent(tenants.signed),
  };
}

/** Of the last year, the only one with a truth: demand, and what a week costs under the incumbent and under the oracle. */
async function hiddenFigures(lake: Lake, sideCar: Lake): Promise<Record<string, string>> {
  const cost = (nodes: string) =>
    `sum(if(demand > ${nodes}, (demand - ${nodes}) * ${prices.unmetNodeHourUsd}, (${nodes} - demand) * ${prices.idleNodeHourUsd}))`;
  const found = await first(
    sideCar,
    `SELECT
      min(demand) AS least,
      max(demand) AS most,
      avg((demand <= oracle_nodes)::INTEGER) AS covered,
      avg((demand > nodes)::INTEGER) AS short,
      ${cost('oracle_nodes')} / count(DISTINCT t.week_start) AS oracle,
      ${cost('nodes')} / count(DISTINCT t.week_start) AS incumbent
    FROM ${sideCar.latest(truthHourly)} h
    JOIN ${sideCar.latest(truthWeekly)} t ON t.series_id = h.series_id AND t.week_start = date_trunc('week', h.hour)::DATE
    JOIN ${lake.latest(tables.capacityWeekly)} c ON c.series_id = t.series_id AND c.week_start = t.week_start`,
  );
  return {
    'demand of an hour, least and most': `${whole(found.least)}, ${whole(found.most)}`,
    'hours the oracle covers': percent(found.covered),
    'hours the incumbent is short of true demand': percent(found.short),
    'a week under the incumbent': dollars(found.incumbent),
    'a week under the oracle': dollars(found.oracle),
    '… saved': percent(1 - found.oracle / found.incumbent),
  };
}

/** The series and the days of the sample: three series around Thanksgiving 2024. */
const SAMPLE = {
  series: ['aws/us-east-1/general', 'aws/eu-west-1/general', 'gcp/asia-northeast1/compute'],
  first: '2024-11-25',
  last: '2024-12-01',
};

/** Writes one CSV a table, rows in the order of their keys, and returns the file names. */
export async function writeSample(world: SimulatedWorld, dir: string): Promise<string[]> {
  const ids = SAMPLE.series.map((id) => `'${id}'`).join(', ');
  const regions = SAMPLE.series.map((id) => `'${id.split('/')[1]}'`).join(', ');
  const ofSeries = `series_id IN (${ids})`;
  const within = (column: string) => `${column} BETWEEN '${SAMPLE.first}' AND '${SAMPLE.last} 23:59:59'`;
  const runsThen = (id: string, relation: string) =>
    `${id} IN (
      SELECT ${id} FROM ${relation}
      GROUP BY ${id}
      HAVING min(starts_on) <= '${SAMPLE.last}' AND coalesce(max(ends_on), '2030-01-01') > '${SAMPLE.first}'
    )`;
  const files: string[] = [];
  const copy = async (lake: Lake, contract: TableContract, filter: string) => {
    const file = `${contract.name}.csv`;
    const columns = contract.columns.map(({ name, sqlType }) =>
      sqlType === 'DOUBLE' ? `round(${name}, 6) AS ${name}` : name,
    );
    const rows = `SELECT ${columns.join(', ')} FROM ${lake.latest(contract)} WHERE ${filter} ORDER BY ${contract.key.join(', ')}`;
    await lake.run(`COPY (${rows}) TO '${join(dir, file)}' (HEADER)`);
    files.push(file);
  };
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  await copy(lake, tables.series, ofSeries);
  for (const contract of [tables.usageHourly, tables.stockouts, tables.launchFailures]) {
    await copy(lake, contract, `${ofSeries} AND ${within('hour')}`);
  }
  await copy(lake, tables.capacityWeekly, `${ofSeries} AND ${within('week_start')}`);
  await copy(lake, tables.calendar, within('holiday_date'));
  await copy(
    lake,
    tables.launches,
    `region IN (${regions}) AND effective_on <= '${SAMPLE.last}' AND ends_on > '${SAMPLE.first}'`,
  );
  await copy(lake, tables.tenants, `${ofSeries} AND ${runsThen('tenant_id', lake.latest(tables.tenants))}`);
  await copy(lake, tables.scheduledJobs, `${ofSeries} AND ${runsThen('job_id', lake.latest(tables.scheduledJobs))}`);
  await copy(sideCar, truthHourly, `${ofSeries} AND ${within('hour')}`);
  await copy(sideCar, truthWeekly, `${ofSeries} AND ${within('week_start')}`);
  lake.close();
  sideCar.close();
  return files;
}

async function first(lake: Lake, sql: string): Promise<Record<string, number>> {
  const found = await lake.query(sql);
  return Object.fromEntries(found.names.map((name) => [name, found.numbers(name)[0]]));
}

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const dollars = (usd: number) => `$${whole(Math.round(usd))}`;

export const whole = (count: number) => count.toLocaleString('en-US');
