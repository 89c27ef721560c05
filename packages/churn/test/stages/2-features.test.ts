import { featureColumn, modelMatrix } from '@applied-modeling/feature-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/candidates.ts';
import type { FeatureRows, Ingested } from '../../src/domain.ts';
import { features } from '../../src/stages/2-features.ts';
import { ingestSmall } from '../small-world.ts';

const WEEKS = [12, 60, 100];

/** What the views of features.ts read, by their names. */
const SOURCES = 'account audit_log commitment contact feed jobs queries support usage'.split(' ');

describe('features', () => {
  let ingested: Ingested;
  let rows: FeatureRows;
  let latest: FeatureRows;
  beforeAll(async () => {
    ingested = await ingestSmall();
    const asked = await candidates(ingested, WEEKS);
    rows = await features(ingested, asked);
    latest = await features(ingested, asked, 'latest');
  });
  afterAll(() => ingested.lake.close());

  it('reads nothing that became available after its decision', () => {
    for (const availableAt of Object.values(rows.maxAvailableAtBySource)) {
      expect(availableAt.findIndex((at, row) => at > rows.spine.decidedAt[row])).toBe(-1);
    }
    expect(Object.keys(rows.maxAvailableAtBySource).toSorted()).toEqual(SOURCES);
  });

  it('decides about accounts only that were steady at the decision, and counts the others', () => {
    const [ratio, lastWeek] = ['usage_ratio_28_84', 'billed_ratio_7_84'].map((name) => featureColumn(rows, name));
    expect(rows.eligible.every((row) => ratio[row] >= Math.fround(0.7) && lastWeek[row] >= Math.fround(0.3))).toBe(
      true,
    );
    const excluded = Object.values(rows.excluded).reduce((sum, n) => sum + n, 0);
    expect(rows.eligible.length + excluded).toBe(rows.rowCount);
  });

  it('says of one Monday, or of some accounts, what it says of them among all: scoring is the same call', async () => {
    const accountId = rows.spine.keys.account_id as readonly string[];
    const some = new Set(accountId.filter((_, row) => row % 97 === 0));
    const among = (isWanted: (row: number) => boolean) => [...accountId.keys()].filter(isWanted);
    const expectSame = (alone: FeatureRows, wanted: readonly number[]) => {
      expect(alone.spine.keys.account_id).toEqual(wanted.map((row) => accountId[row]));
      for (const [index, column] of modelMatrix(rows).entries()) {
        expect(modelMatrix(alone)[index]).toEqual(Float32Array.from(wanted, (row) => column[row]));
      }
    };
    const monday = await features(ingested, await candidates(ingested, [60]));
    const week = rows.carried.week as Float64Array;
    expectSame(
      monday,
      among((row) => week[row] === 60),
    );
    const few = await features(ingested, await candidates(ingested, WEEKS, [...some]));
    expectSame(
      few,
      among((row) => some.has(accountId[row])),
    );
  });

  it('scores the newest Monday, whose labels nobody knows', async () => {
    const today = await features(ingested, await candidates(ingested, [ingested.calendar.historySteps]));
    expect(today.spine.decidedAt.every((at) => at === ingested.calendar.now)).toBe(true);
    expect(today.eligible.length).toBeGreaterThan(500);
  });

  describe('through the latest door', () => {
    /** Rows of a table that happened in the days before each decision and were not known at it. */
    async function lateRows(table: string, key: 'account_id' | 'region', days: number): Promise<Float64Array> {
      const late = await ingested.lake.query(
        `SELECT count(event.${key}) AS n
         FROM candidates LEFT JOIN ${table} AS event
           ON event.${key} = candidates.${key}
           AND event.usage_date < decided_at::DATE
           AND event.usage_date >= decided_at::DATE - ${days}
           AND event.available_at > decided_at
         GROUP BY candidates.account_id, candidates.region, decided_at
         ORDER BY candidates.account_id, candidates.region, decided_at`,
      );
      return late.numbers('n');
    }
    beforeAll(() => candidates(ingested, WEEKS));

    it('counts exactly the days of billing that had not fully arrived', async () => {
      const late = await lateRows('feed_status', 'region', 7);
      const [honest, careless] = [rows, latest].map((read) => featureColumn(read, 'usage_complete_days_7d'));
      expect(late.some((count) => count > 0)).toBe(true);
      expect(Array.from(careless, (value, row) => value - honest[row])).toEqual(Array.from(late));
    });

    it('knows another usage only where billing was late or corrected', async () => {
      const late = await lateRows('usage_daily', 'account_id', 182);
      const isChanged = Array.from(late, (_, row) =>
        ['usage_ratio_28_182', 'log_baseline_dbu'].some(
          (name) => !Object.is(featureColumn(rows, name)[row], featureColumn(latest, name)[row]),
        ),
      );
      expect(isChanged.some(Boolean)).toBe(true);
      expect(isChanged.filter((changed, row) => changed && late[row] === 0)).toEqual([]);
    });
  });
});
