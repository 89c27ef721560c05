import { join } from 'node:path';
import { type Lake, openLake, type TableContract } from '@applied-modeling/lakehouse';
import type { SimulatedWorld } from '@applied-modeling/synthetic';
import { robustRule } from '../../src/incumbent.ts';
import { TIERS, worthwhileMinutes } from '../../src/prices.ts';
import * as tables from '../../src/tables.ts';

/** What the data card says of a world: rows and figures by the label of their row, formatted as they stand there. */
export async function cardFigures(world: SimulatedWorld): Promise<Record<string, string>> {
  const counts = Object.entries(world.rows).map(([table, rows]) => [`\`${table}\``, whole(rows)]);
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  try {
    return { ...Object.fromEntries(counts), ...(await observedFigures(lake)), ...(await hiddenFigures(lake, sideCar)) };
  } finally {
    lake.close();
    sideCar.close();
  }
}

/** One row per run: its log minutes, and how many robust standard deviations it was late. */
const runsOf = (lake: Lake) => `(
  SELECT
    job_id,
    run_id,
    min(period_start) AS started_at,
    max(result_state) AS result_state,
    ln((epoch(max(period_end)) - epoch(min(period_start))) / 60) AS log_minutes,
    count(*) AS slices
  FROM ${lake.latest(tables.jobRunTimeline)} GROUP BY job_id, run_id)`;

async function observedFigures(lake: Lake): Promise<Record<string, string>> {
  const runs = await first(
    lake,
    `SELECT
      count(*) / count(DISTINCT started_at::DATE) AS a_day,
      exp(median(log_minutes)) AS minutes,
      avg((slices > 1)::INTEGER) AS sliced,
      avg((result_state = 'FAILED')::INTEGER) AS failed
    FROM ${runsOf(lake)}`,
  );
  const late = await first(
    lake,
    `SELECT
      avg(is_late) FILTER (runs >= 8) AS share,
      avg((runs < 8)::INTEGER) FILTER (is_late = 1) AS of_late,
      avg((runs < 8)::INTEGER) AS of_all
    FROM (
      SELECT *, (log_minutes - middle > ${robustRule.z} * greatest(0.02, high - low) / 1.349)::INTEGER AS is_late
      FROM (
        SELECT
          log_minutes,
          started_at,
          quantile_cont(log_minutes, 0.5) OVER before AS middle,
          quantile_cont(log_minutes, 0.25) OVER before AS low,
          quantile_cont(log_minutes, 0.75) OVER before AS high,
          count(*) OVER before AS runs
        FROM ${runsOf(lake)}
        WHERE result_state = 'SUCCESS'
        WINDOW before AS (PARTITION BY job_id ORDER BY started_at ROWS BETWEEN ${robustRule.runs} PRECEDING AND 1 PRECEDING)))
    WHERE runs >= ${robustRule.minimumRuns} AND started_at >= DATE '2024-01-15'`,
  );
  const reviewed = await first(
    lake,
    `SELECT
      count(*) FILTER (assigned_by = 'page') AS paged,
      avg(is_page_worthy::INTEGER) FILTER (assigned_by = 'page') AS paged_worthy,
      avg(is_page_worthy::INTEGER) FILTER (assigned_by = 'lot') AS lot_worthy
    FROM ${lake.latest(tables.reviews)}`,
  );
  return {
    'runs a day': whole(Math.round(runs.a_day)),
    'minutes of a run, median': runs.minutes.toFixed(1),
    'runs of more than one slice': percent(runs.sliced),
    'runs that failed and were repeated': percent(runs.failed),
    'runs beyond z 3.5, which a normal would pass 0.02 % of the time': percent(late.share),
    '… of them with fewer than 8 runs before; of all runs': `${percent(late.of_late)}, ${percent(late.of_all)}`,
    'of reviewed pages page-worthy': percent(reviewed.paged_worthy),
    'of runs reviewed by lot page-worthy': percent(reviewed.lot_worthy, 2),
  };
}

/** What caused the minutes that were worth a page. */
async function hiddenFigures(lake: Lake, sideCar: Lake): Promise<Record<string, string>> {
  const limit = TIERS.map((tier) => `WHEN ${tier} THEN ${worthwhileMinutes(tier)}`).join(' ');
  const truth = await sideCar.query(
    `SELECT run_id, expected_minutes, scale, cause FROM ${sideCar.latest(tables.truth)}`,
  );
  const texts = truth.strings('cause');
  const [ids, expected, scale] = ['run_id', 'expected_minutes', 'scale'].map((name) => truth.numbers(name));
  const runs = await lake.query(
    `SELECT run_id, exp(log_minutes) AS minutes, CASE tier ${limit} END AS worthwhile
    FROM ${runsOf(lake)} AS runs JOIN ${lake.latest(tables.jobs)} USING (job_id) WHERE result_state = 'SUCCESS'`,
  );
  const [runId, minutes, worthwhile] = ['run_id', 'minutes', 'worthwhile'].map((name) => runs.numbers(name));
  const record = new Map(Array.from(ids, (id, at) => [id, at]));
  const causes = Array.from(runId, (id, at) => {
    const of = record.get(id)!;
    return minutes[at] - expected[of] > worthwhile[at] ? texts[of] : null;
  }).filter((cause) => cause !== null);
  const share = (cause: string) => percent(causes.filter((one) => one === cause).length / causes.length, 0);
  const spread = scale.toSorted();
  const at = (quantile: number) => spread[Math.floor(quantile * (spread.length - 1))].toFixed(2);
  return {
    'runs worth a page': percent(causes.length / runId.length, 2),
    '… slowed by a regression': share('regression'),
    '… slowed by a bad node': share('bad node'),
    '… slowed by skew or a lost machine': percent(
      causes.filter((one) => one === 'skew' || one === 'spot loss').length / causes.length,
      0,
    ),
    '… by creep': share('creep'),
    '… by bad luck alone': share('none'),
    'standard deviation of log minutes, median and 90 % of runs': `${at(0.5)}, ${at(0.9)}`,
  };
}

/** Of the sample: three jobs of the small world in two weeks; in the first a deploy makes job-0065 slow. */
export const SAMPLE = { jobs: ['job-0001', 'job-0065', 'job-0137'], first: '2024-02-05', last: '2024-02-18' } as const;

/** Writes one CSV a table, rows in the order of their keys, and returns the file names. */
export async function writeSample(world: SimulatedWorld, dir: string): Promise<string[]> {
  const ids = SAMPLE.jobs.map((id) => `'${id}'`).join(', ');
  const files: string[] = [];
  const copy = async (lake: Lake, contract: TableContract, where: string) => {
    const file = `${contract.name}.csv`;
    const columns = contract.columns.map(({ name, sqlType }) =>
      sqlType === 'DOUBLE' ? `round(${name}, 9) AS ${name}` : name,
    );
    const rows = `SELECT ${columns.join(', ')} FROM ${lake.latest(contract)} WHERE ${where} ORDER BY ${contract.key.join(', ')}`;
    await lake.run(`COPY (${rows}) TO '${join(dir, file)}' (HEADER)`);
    files.push(file);
  };
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  const within = (day: string) =>
    `job_id IN (${ids}) AND ${day}::DATE BETWEEN DATE '${SAMPLE.first}' AND DATE '${SAMPLE.last}'`;
  const { jobs, jobRunTimeline, tableCommits, deploys, reviews, truth } = tables;
  await copy(lake, jobs, `job_id IN (${ids})`);
  for (const contract of [jobRunTimeline, tableCommits, deploys, reviews])
    await copy(lake, contract, within(contract.clocks.eventTime!));
  const runs = await lake.query(
    `SELECT DISTINCT run_id FROM ${lake.latest(jobRunTimeline)} WHERE ${within('period_start')}`,
  );
  await copy(sideCar, truth, `run_id IN (${Array.from(runs.numbers('run_id')).join(', ')})`);
  lake.close();
  sideCar.close();
  return files;
}

async function first(lake: Lake, sql: string): Promise<Record<string, number>> {
  const found = await lake.query(sql);
  return Object.fromEntries(found.names.map((name) => [name, found.numbers(name)[0]]));
}

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const whole = (count: number) => count.toLocaleString('en-US');
