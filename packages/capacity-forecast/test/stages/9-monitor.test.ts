import { doubtsAboutReplays } from '@applied-modeling/lifecycle/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibratedModel, FeatureRows, TrainingSet } from '../../src/domain.ts';
import { candidates } from '../../src/forecast/candidates.ts';
import { type History, readHistory } from '../../src/forecast/history.ts';
import { HOURS, isShort } from '../../src/label.ts';
import { features } from '../../src/stages/2-features.ts';
import { score } from '../../src/stages/8-score.ts';
import { monitor, REPLAYS_FILE } from '../../src/stages/9-monitor.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

let run: SmallRun;
let set: TrainingSet;
let model: CalibratedModel;
let history: History;
let weeks: readonly number[];
let watch: ReturnType<typeof monitor>;

const knownOf = (week: number): FeatureRows => features(history, candidates(history.panel, [week]));
const hoursOf = (row: number) => set.demand.subarray(row * HOURS, (row + 1) * HOURS);

beforeAll(async () => {
  run = await splitSmall();
  set = run.set;
  model = await calibrateSmall(run);
  history = await readHistory(run.ingested);
  const { last } = run.ingested.calendar.final.test;
  weeks = [last - 2, last - 1, last];
  watch = monitor(set, model, {
    ...{ steps: weeks, lastMatured: last - 1 },
    score: (week, columns) => score({ ...knownOf(week), ...(columns && { columns }) }, model),
  });
});
afterAll(() => run.ingested.lake.close());

describe('monitor', () => {
  it('plans week after week what stage 8 plans', () => {
    expect(watch.steps.map(({ step }) => step)).toEqual(weeks);
    for (const { step, batch } of watch.steps) expect(batch).toEqual(score(knownOf(step), model));
  });

  it('lays beside a chance whether the level in force ran short, and nothing of a week that is not over', () => {
    expect(watch.steps.map(({ outcome }) => outcome === null)).toEqual([false, false, true]);
    for (const { step, outcome } of watch.steps.slice(0, 2))
      for (const [nth, label] of outcome!.label.entries()) {
        const row = set.week.indexOf(step) + nth;
        const isKnown = !hoursOf(row).some(Number.isNaN);
        expect(label).toBe(isKnown ? Number(isShort(hoursOf(row), set.provisioned[row])) : Number.NaN);
      }
  });

  it('says which share of the hours the planned level covered', () => {
    for (const { step, batch, own } of watch.steps.slice(0, 2)) {
      const shares = [...batch.quantity!].flatMap((level, nth) => {
        const hours = hoursOf(set.week.indexOf(step) + nth);
        return hours.some(Number.isNaN) ? [] : [hours.filter((nodes) => nodes <= level).length / HOURS];
      });
      expect(own!.coverage).toBeCloseTo(shares.reduce((sum, one) => sum + one, 0) / shares.length);
    }
    expect(watch.steps[2].own!.coverage).toBeNaN();
  });

  it('says what the model would have said of other columns', () => {
    const [{ batch, step }] = watch.steps;
    expect(watch.chanceOf(batch.read, step)).toEqual(batch.probability);
    const columns = batch.read.columns.map((column) => Float32Array.from(column, (value) => value + 1));
    expect(watch.chanceOf({ ...batch.read, columns }, step)).not.toEqual(batch.probability);
  });

  it('watches no calendar', () => {
    for (const name of ['holiday_share', 'launch_uplift']) expect(watch.watched).not.toContain(name);
  });
});

it('keeps what is promised in twenty replays, and is quoted by the README as they were saved', () => {
  const readme = new URL('../../README.md', import.meta.url);
  expect(doubtsAboutReplays(REPLAYS_FILE, readme, 'pnpm capacity:monitor')).toEqual([]);
});
