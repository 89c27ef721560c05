import { join } from 'node:path';
import { type Lake, openLake, type TableContract } from '@applied-modeling/lakehouse';
import { isoDate, type SimulatedWorld } from '@applied-modeling/synthetic';
import * as tables from '../../src/tables.ts';

/** What the data card says of a world beyond its counts: figures by the label of their row, formatted as they stand there. */
export async function cardFigures(world: SimulatedWorld): Promise<Record<string, string>> {
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  try {
    return { ...(await observedFigures(lake, world.weeks)), ...(await hiddenFigures(sideCar, world)) };
  } finally {
    lake.close();
    sideCar.close();
  }
}

async function observedFigures(lake: Lake, weeks: number): Promise<Record<string, string>> {
  const usage = await first(
    lake,
    `SELECT
      count(*) FILTER (record_type = 'RETRACTION') / count(*) FILTER (record_type = 'ORIGINAL') AS corrected,
      avg((available_at > usage_date::TIMESTAMPTZ + INTERVAL 38 HOUR)::INTEGER) FILTER (record_type = 'ORIGINAL') AS late
    FROM ${lake.latest(tables.usageDaily)}`,
  );
  const contacts = await first(
    lake,
    `SELECT count(*) / ${weeks} AS listed, avg(is_contacted::INTEGER) AS contacted, avg(is_holdout::INTEGER) AS held
    FROM ${lake.latest(tables.contacts)}`,
  );
  const events = await first(
    lake,
    `SELECT
      count(*) FILTER (event = 'closure') AS closures,
      count(*) FILTER (event = 'migration') AS migrations,
      count(*) FILTER (event = 'pause') AS pauses
    FROM ${lake.latest(tables.accountEvents)}`,
  );
  const revenue = await first(
    lake,
    `SELECT
      sum(arr_usd) FILTER (from_top <= count_all // 100) / sum(arr_usd) AS top,
      median(arr_usd) AS median,
      avg(arr_usd) AS mean
    FROM (
      SELECT arr_usd, row_number() OVER (ORDER BY arr_usd DESC, account_id) AS from_top, count(*) OVER () AS count_all
      FROM ${lake.latest(tables.accounts)}
    )`,
  );
  return {
    'billing rows corrected later': percent(usage.corrected, 2),
    'billing rows known more than 14 hours after their day': percent(usage.late, 2),
    'entries on the watch-list a week': contacts.listed.toFixed(1),
    '… of them contacted': percent(contacts.contacted, 1),
    '… of them in the holdout': percent(contacts.held, 1),
    'accounts closed': whole(events.closures),
    'accounts moved to another id': whole(events.migrations),
    'accounts paused': whole(events.pauses),
    'revenue held by the largest 1 % of accounts': percent(revenue.top, 1),
    'median revenue of an account, USD a year': whole(Math.round(revenue.median)),
    'mean revenue of an account, USD a year': whole(Math.round(revenue.mean)),
  };
}

/** Of the truth in week 131, the first of the test window: shares of the states, and what each of them means. */
async function hiddenFigures(sideCar: Lake, { clock }: SimulatedWorld): Promise<Record<string, string>> {
  const truth = sideCar.latest(tables.truth);
  const states = await sideCar.query(`
    SELECT state, avg(p0_clairvoyant) AS p0, avg(p1_clairvoyant) AS p1
    FROM ${truth}
    WHERE state <> 'collapsed'
    GROUP BY state`);
  const shares = await sideCar.query(`
    SELECT state, count(*) / sum(count(*)) OVER () AS share
    FROM ${truth}
    WHERE state <> 'collapsed' AND decided_on = DATE '${isoDate(clock.startOf(131))}'
    GROUP BY state`);
  const shareOf = new Map(shares.strings('state').map((state, row) => [state, shares.numbers('share')[row]]));
  const figures = states.strings('state').map((state, row) => {
    const [p0, p1] = [states.numbers('p0')[row], states.numbers('p1')[row]];
    return [state, `${percent(shareOf.get(state)!, 1)}, ${percent(p0, 1)} → ${percent(p1, 1)}`];
  });
  return Object.fromEntries(figures);
}

/** The accounts and weeks of the sample: four stories in ten weeks of the small world. */
const SAMPLE = {
  accounts: ['acct-00002', 'acct-00326', 'acct-00329', 'acct-00390', 'acct-01006'],
  first: '2024-07-22',
  last: '2024-09-29',
};

/** Writes one CSV a table, rows in the order of their keys, and returns the file names. */
export async function writeSample(world: SimulatedWorld, dir: string): Promise<string[]> {
  const ids = SAMPLE.accounts.map((id) => `'${id}'`).join(', ');
  const within = (day: string) => `AND ${day} BETWEEN DATE '${SAMPLE.first}' AND DATE '${SAMPLE.last}'`;
  const { accounts, usageDaily, queryDaily, jobsDaily, auditDaily, tickets, contacts, accountEvents, truth } = tables;
  const files: string[] = [];
  const copy = async (lake: Lake, contract: TableContract, filter: string) => {
    const file = `${contract.name}.csv`;
    const columns = contract.columns.map(({ name, sqlType }) =>
      sqlType === 'DOUBLE' ? `round(${name}, 9) AS ${name}` : name,
    );
    const rows = `SELECT ${columns.join(', ')} FROM ${lake.latest(contract)} WHERE account_id IN (${ids}) ${filter} ORDER BY ${contract.key.join(', ')}`;
    await lake.run(`COPY (${rows}) TO '${join(dir, file)}' (HEADER)`);
    files.push(file);
  };
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  await copy(lake, accounts, '');
  for (const contract of [usageDaily, queryDaily, jobsDaily, auditDaily, tickets, contacts, accountEvents]) {
    await copy(lake, contract, within(contract.clocks.eventTime!));
  }
  await copy(sideCar, truth, within('decided_on'));
  lake.close();
  sideCar.close();
  return files;
}

async function first(lake: Lake, sql: string): Promise<Record<string, number>> {
  const found = await lake.query(sql);
  return Object.fromEntries(found.names.map((name) => [name, found.numbers(name)[0]]));
}

const percent = (share: number, digits: number) => `${(100 * share).toFixed(digits)} %`;

export const whole = (count: number) => count.toLocaleString('en-US');
