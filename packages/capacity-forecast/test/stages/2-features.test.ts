import { sqlInstant } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ingested, TrainingSet } from '../../src/domain.ts';
import { decidedAt, HOURS, maturesAfterDays } from '../../src/label.ts';
import { features } from '../../src/stages/2-features.ts';
import { ingestSmall } from '../small-world.ts';

describe('features', () => {
  let ingested: Ingested;
  let set: TrainingSet;
  beforeAll(async () => {
    ingested = await ingestSmall();
    set = await features(ingested);
  });
  afterAll(() => ingested.lake.close());

  it('has a row for every series and planned week, in order', () => {
    const { decisionSteps } = ingested.calendar;
    expect(set.rows).toBe(24 * decisionSteps.length);
    expect(Array.from(set.week)).toEqual(decisionSteps.flatMap((week) => set.seriesIds.map(() => week)));
    expect(Array.from(set.series.subarray(24, 48))).toEqual(Array.from({ length: 24 }, (_, series) => series));
  });

  it('reads nothing that became available after its decision, by the clocks it keeps', () => {
    for (const [source, availableAt] of Object.entries(set.maxAvailableAtBySource)) {
      expect(
        availableAt.findIndex((at, row) => at > set.decidedAt[row]),
        source,
      ).toBe(-1);
      expect(
        availableAt.some((at) => at > 0),
        source,
      ).toBe(true);
    }
  });

  it('knows every outcome sixteen days after its decision', () => {
    expect(set.maturesAt[0] - set.decidedAt[0]).toBe(maturesAfterDays * 86_400_000);
  });

  it.each([41, 150])('changes nothing decided by week %i when all that is known later is changed', async (week) => {
    const changed = await features(changeAfter(ingested, week));
    expect(differences(set, changed, week)).toEqual([]);
    expect(differences(set, changed, week + 4).length).toBeGreaterThan(10);
  });

  it('reads a launch ahead of its announcement where it is careless, and only there', async () => {
    const careless = await features(ingested, true);
    const changed = new Set(differences(set, careless, 155));
    expect(changed).toContain('launch_uplift');
    expect(changed).not.toContain('short_share');
    const { launches } = careless.maxAvailableAtBySource;
    expect(launches.some((at, row) => at > careless.decidedAt[row])).toBe(true);
  });

  it('plans by rules in the weeks of the final test and in no other', () => {
    const { first } = ingested.calendar.final.test;
    for (const name of ['last week', 'seasonal naive', 'four-week maximum', 'theta'] as const) {
      expect(set.rules[name].findIndex((nodes, row) => nodes > 0 !== set.week[row] >= first)).toBe(-1);
    }
  });

  it('takes served hours for demand where nothing fell short', () => {
    const found = Array.from(set.demand.subarray(0, 24 * HOURS), (nodes, cell) => nodes - set.served[cell]);
    expect(found.filter((extra) => extra > 0).length).toBeGreaterThan(10);
    expect(found.filter((extra) => extra === 0).length).toBeGreaterThan(found.length / 2);
  });
});

/** The same tables, with another value in every row that became available after the decision of a week. */
function changeAfter(ingested: Ingested, week: number): Ingested {
  const late = `available_at > ${sqlInstant(new Date(decidedAt(ingested.calendar, week)))}`;
  const replace = (column: string, value: string) => `${column} := CASE WHEN ${late} THEN ${value} ELSE ${column} END`;
  const changes: Readonly<Record<string, string>> = {
    usage_hourly: replace('node_hours', '3 * node_hours + 17'),
    launch_failures: replace('clusters', '5 * clusters + 40'),
    stockouts: replace('minutes', '60'),
    capacity_weekly: replace('nodes', '2 * nodes + 9'),
    scheduled_jobs: replace('nodes', '4 * nodes'),
    tenants: replace('nodes', '4 * nodes'),
    launches: replace('uplift', 'uplift + 1'),
    calendar: replace('holiday_date', 'holiday_date + 2'),
  };
  const sqlOf = (change: string, source: string) => {
    const [column, value] = change.split(' := ');
    return `(SELECT * REPLACE ((${value}) AS ${column}) FROM ${source})`;
  };
  return {
    ...ingested,
    relation: (contract) => {
      const source = ingested.relation(contract);
      return source && contract.name in changes ? sqlOf(changes[contract.name], source) : source;
    },
  };
}

/** Names of what differs between two sets in the rows planned for a week or one before it. */
function differences(one: TrainingSet, two: TrainingSet, week: number): string[] {
  const rows = one.week.findLastIndex((of) => of <= week) + 1;
  const columns = [
    ...one.names.map((name, at) => [name, one.columns[at], two.columns[at]] as const),
    ['anchor', one.anchor, two.anchor] as const,
    ...Object.keys(one.rules).map((name) => [name, one.rules[name as 'theta'], two.rules[name as 'theta']] as const),
  ];
  return columns
    .filter(([, a, b]) => a.subarray(0, rows).some((value, row) => !Object.is(value, b[row])))
    .map(([name]) => name);
}
