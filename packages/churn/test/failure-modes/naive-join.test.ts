import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NaiveJoin, naiveJoin } from '../../src/failure-modes/naive-join.ts';
import { type ReadRows, readFeatures } from '../../src/read-features.ts';
import { type AccountSample, sampleAccounts } from '../../src/sample-accounts.ts';
import { type SmallRun, splitSmall, trainHere } from '../small-world.ts';

describe('naive join', () => {
  let run: SmallRun;
  let sample: AccountSample;
  let found: NaiveJoin;
  beforeAll(async () => {
    run = await splitSmall();
    sample = await sampleAccounts(run.ingested, run.set, 2000);
    found = (await naiveJoin(run.ingested, sample, run.set, run.folds.final, { seed: 7, trainBooster: trainHere }))!;
  });
  afterAll(() => run.ingested.lake.close());

  const join = (name: string) => found.careless.find((one) => one.name === name)!;

  it('looks splendid offline when the CRM is joined as it stands today', () => {
    const { averagePrecision, inflation, live } = join('CRM as of today');
    expect(inflation.low).toBeGreaterThan(0.1);
    expect(averagePrecision.low).toBeGreaterThan(found.honest.estimate);
    expect(live).toBeNull();
  });

  it('is better offline and worse live when it knows the newest contract', () => {
    const { inflation, live } = join('newest contract');
    expect(inflation.estimate).toBeGreaterThan(0.1);
    expect(live!.estimate).toBeLessThan(found.honest.estimate - 0.1);
  });

  it('gains nothing to speak of from windows without clocks, whose rows are hours late', () => {
    const { changed, inflation } = join('windows without clocks');
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(0.1);
    expect(Math.abs(inflation.estimate)).toBeLessThan(0.05);
  });

  describe('beside the honest join, row by row', () => {
    const COUNT = 5000;
    const wanted = () => ({
      accountId: run.set.accountId.slice(0, COUNT),
      decidedAt: run.set.decidedAt.slice(0, COUNT),
    });
    let doors: Readonly<Record<'as-of' | 'latest', ReadRows>>;
    beforeAll(async () => {
      const { ingested } = run;
      doors = {
        'as-of': await readFeatures(ingested, wanted(), 'as-of'),
        latest: await readFeatures(ingested, wanted(), 'latest'),
      };
    });

    /** Rows of a table that happened in the days before each wanted decision and were not known at it. */
    async function lateRows(table: string, key: 'account_id' | 'region', days: number): Promise<Float64Array> {
      const { accountId, decidedAt } = wanted();
      const { lake } = run.ingested;
      const region = run.set.slices.region.slice(0, COUNT);
      const place = Int32Array.from(accountId.keys());
      await lake.stage('looked_at', { account_id: accountId, region, decided_ms: decidedAt, place });
      const late = await lake.query(
        `SELECT count(event.${key}) AS n
         FROM looked_at LEFT JOIN ${table} AS event
           ON event.${key} = looked_at.${key}
           AND event.usage_date < epoch_ms(decided_ms::BIGINT)::DATE
           AND event.usage_date >= epoch_ms(decided_ms::BIGINT)::DATE - ${days}
           AND event.available_at > epoch_ms(decided_ms::BIGINT)::TIMESTAMPTZ
         GROUP BY place ORDER BY place`,
      );
      await lake.unstage('looked_at');
      return late.numbers('n');
    }

    const valuesOf = ({ names, columns }: ReadRows, name: string) => columns[names.indexOf(name)];

    it('reads through the as-of door what the training set holds', () => {
      for (const [index, name] of run.set.names.entries()) {
        expect(valuesOf(doors['as-of'], name), name).toEqual(run.set.columns[index].slice(0, COUNT));
      }
    });

    it('counts exactly the days of billing that had not fully arrived', async () => {
      const late = await lateRows('feed_status', 'region', 7);
      const [honest, careless] = [doors['as-of'], doors.latest].map((read) => valuesOf(read, 'usage_complete_days_7d'));
      expect(late.some((count) => count > 0)).toBe(true);
      expect(Array.from(careless, (value, row) => value - honest[row])).toEqual(Array.from(late));
    });

    it('knows another usage only where billing was late or corrected', async () => {
      const late = await lateRows('usage_daily', 'account_id', 182);
      const differs = (name: string) => {
        const [honest, careless] = [valuesOf(doors['as-of'], name), valuesOf(doors.latest, name)];
        return Array.from(honest, (value, row) => !Object.is(value, careless[row]));
      };
      const [ratio, baseline] = [differs('usage_ratio_28_182'), differs('log_baseline_dbu')];
      const isChanged = ratio.map((changed, row) => changed || baseline[row]);
      expect(isChanged.some(Boolean)).toBe(true);
      expect(isChanged.filter((changed, row) => changed && late[row] === 0)).toEqual([]);
    });
  });
});
