import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sqlInstant } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureRows, Ingested, RuleName, TrainingSet } from '../../src/domain.ts';
import { carelessLaunches } from '../../src/failure-modes/launch-leak.ts';
import { candidates, comingWeek, decisionHour } from '../../src/forecast/candidates.ts';
import { type History, readHistory } from '../../src/forecast/history.ts';
import { fourWeekRule } from '../../src/forecast/rules.ts';
import { decidedAt, HOURS, maturesAfterDays } from '../../src/label.ts';
import { trainingSet } from '../../src/pipeline.ts';
import { features } from '../../src/stages/2-features.ts';
import { ingestSmall, splitSmall } from '../small-world.ts';

describe('features', () => {
  let ingested: Ingested;
  let set: TrainingSet;
  let history: History;
  beforeAll(async () => {
    ({ ingested, set } = await splitSmall());
    history = await readHistory(ingested);
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

  it('plans a week that is coming, and knows no more of it when its outcome is known', async () => {
    const earlier = await ingestSmall(120);
    try {
      const known = await readHistory(earlier);
      const week = comingWeek(earlier.calendar);
      expect(week).toBe(121);
      const then = features(known, candidates(known.panel, [week]));
      const first = set.week.indexOf(week);
      for (const [name, found, now] of valuesOf(then, set)) {
        expect(Array.from(found), name).toEqual(Array.from(now.subarray(first, first + then.rows)));
      }
      expect(Array.from(then.provisioned)).toEqual(Array.from(set.provisioned.subarray(first, first + then.rows)));
      expect(then.anchor.every((nodes) => nodes > 0)).toBe(true);
      expect(Object.keys(then)).not.toContain('demand');
    } finally {
      earlier.lake.close();
    }
  });

  it('plans the week after the history too, whose level is as yet what the rule would provision', () => {
    const week = comingWeek(ingested.calendar);
    expect(week).toBe(157);
    const known = features(history, candidates(history.panel, [week]));
    expect(known.anchor.every((nodes) => nodes > 0)).toBe(true);
    const rule = (_: unknown, series: number) => fourWeekRule(history.panel, series, week, decisionHour(week));
    expect(known.provisioned).toEqual(Float32Array.from({ length: 24 }, rule));
    expect(set.coming).toEqual(known);
  });

  it('sees a week as it is, whatever was asked for before, and none before the first that is planned', () => {
    history.seen(157);
    const found = features(history, candidates(history.panel, [41, 39]));
    for (const [at, week] of [41, 39].entries()) {
      const row = set.week.indexOf(week);
      for (const [name, values, all] of valuesOf(found, set))
        expect(Array.from(values.subarray(24 * at, 24 * (at + 1))), `${name} ${week}`).toEqual(
          Array.from(all.subarray(row, row + 24)),
        );
    }
    expect(() => features(history, candidates(history.panel, [12]))).toThrow(
      /found week 12, expected weeks from 30 on/,
    );
  });

  it('reaches no label by any import', () => {
    const reached = ['src/stages/2-features.ts', 'src/forecast/history.ts'].flatMap((file) => [...importedFrom(file)]);
    expect(reached).toContain('src/forecast/structural-forecast.ts');
    expect(reached).not.toContain('src/training-set/labels.ts');
  });

  it('knows every outcome sixteen days after its decision', () => {
    expect(set.maturesAt[0] - set.decidedAt[0]).toBe(maturesAfterDays * 86_400_000);
  });

  it.each([41, 150])('changes nothing decided by week %i when all that is known later is changed', async (week) => {
    const changed = await trainingSet(upTo(week + 4, changeAfter(ingested, week)));
    expect(differences(set, changed, week)).toEqual([]);
    expect(differences(set, changed, week + 4).length).toBeGreaterThan(7);
  });

  it('reads a launch ahead of its announcement where it is careless, and only there', async () => {
    const careless = await trainingSet(upTo(60, ingested), carelessLaunches);
    const changed = new Set(differences(set, careless, 60));
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

/** Asked for the weeks up to one, as `differences` looks at no later ones. */
function upTo(week: number, { calendar, ...ingested }: Ingested): Ingested {
  const decisionSteps = calendar.decisionSteps.filter((step) => step <= week);
  return { ...ingested, calendar: { ...calendar, decisionSteps } };
}

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
  const rules = Object.keys(one.rules) as RuleName[];
  return [...valuesOf(one, two), ...rules.map((name) => [name, one.rules[name], two.rules[name]] as const)]
    .filter(([, a, b]) => a.subarray(0, rows).some((value, row) => !Object.is(value, b[row])))
    .map(([name]) => name);
}

/** What was known of candidates, from two sets, by name. */
function valuesOf(one: FeatureRows, two: FeatureRows) {
  return [
    ...one.names.map((name, at) => [name, one.columns[at], two.columns[at]] as const),
    ['anchor', one.anchor, two.anchor] as const,
    ...Object.keys(one.maxAvailableAtBySource).map(
      (source) => [source, one.maxAvailableAtBySource[source], two.maxAvailableAtBySource[source]] as const,
    ),
  ];
}

/** Files of the package that a file imports, and those that they import. */
function importedFrom(file: string, reached = new Set<string>()): ReadonlySet<string> {
  const source = readFileSync(join(PACKAGE, file), 'utf8');
  for (const [, path] of source.matchAll(/^(?:import|export) (?!type)[^;]*?from '(\.[^']+)'/gm)) {
    const found = posix.join(posix.dirname(file), path);
    if (!reached.has(found)) importedFrom(found, reached.add(found));
  }
  return reached;
}

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
