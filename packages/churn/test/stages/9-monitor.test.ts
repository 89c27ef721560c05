import { readFileSync } from 'node:fs';
import { strongestColumns } from '@applied-modeling/learned';
import { costsOf, type Drill, readReplays, summariseReplays } from '@applied-modeling/lifecycle';
import { doubtsAboutReplays } from '@applied-modeling/lifecycle/testing';
import { usd } from '@applied-modeling/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/candidates.ts';
import type { FeatureRows, TrainingSet } from '../../src/domain.ts';
import { newAccountsReference } from '../../src/evaluation/new-accounts.ts';
import { labels } from '../../src/label.ts';
import { features } from '../../src/stages/2-features.ts';
import { score } from '../../src/stages/8-score.ts';
import { monitor, REPLAYS_FILE } from '../../src/stages/9-monitor.ts';
import { joinLabels, takeModelColumns } from '../../src/training-set/join-labels.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

const README = new URL('../../README.md', import.meta.url);

let run: SmallRun;
let rows: FeatureRows;
let set: TrainingSet;
let model: Parameters<typeof monitor>[2];
let watch: ReturnType<typeof monitor>;
let weeks: readonly number[];

const watchOf = (seen: TrainingSet) =>
  monitor(rows, seen, model, {
    score: (of) => score(of, model),
    steps: weeks,
    lastMatured: run.ingested.calendar.lastMaturedStep,
  });

beforeAll(async () => {
  run = await splitSmall();
  const calibrated = await calibrateSmall(run);
  const { booster, calibrator } = calibrated;
  const queue = { share: 0.0133, keptShares: [0.8, 0.1] };
  model = { booster: booster!, calibrator, queue, newAccounts: newAccountsReference(run.set, calibrated) };
  const { ingested } = run;
  const matured = ingested.calendar.lastMaturedStep;
  weeks = [matured - 1, matured, matured + 1];
  const asked = await candidates(ingested, weeks);
  rows = await features(ingested, asked);
  set = await joinLabels(ingested, rows, await labels(ingested, asked));
  watch = watchOf(set);
});
afterAll(() => run.ingested.lake.close());

describe('monitor', () => {
  it('scores week after week what stage 8 would have scored', async () => {
    expect(watch.steps.map(({ step }) => step)).toEqual(weeks);
    for (const { step, batch } of watch.steps) {
      const alone = score(await features(run.ingested, await candidates(run.ingested, [step])), model);
      expect(batch.entityId).toEqual(alone.entityId);
      expect(batch.probability).toEqual(alone.probability);
      expect(batch.isChosen).toEqual(alone.isChosen);
    }
  });

  it('lays what became of an account beside its chance, and nothing where that is not known', () => {
    expect(watch.steps.map(({ outcome }) => outcome === null)).toEqual([false, false, true]);
    for (const { step, batch, outcome } of watch.steps.slice(0, 2))
      for (const [row, account] of batch.entityId.entries()) {
        const at = set.week.findIndex((week, place) => week === step && set.accountId[place] === account);
        expect(outcome!.label[row]).toBe(set.y[at]);
        expect(outcome!.weight[row]).toBe(set.weight[at]);
      }
  });

  it('watches the strongest columns, and not the age of an account: that grows whatever happens', () => {
    const read = { names: rows.modelColumns, columns: takeModelColumns(rows) };
    const strongest = strongestColumns(
      model.booster,
      read,
      Uint32Array.from({ length: 500 }, (_, row) => row),
    );
    expect(watch.watched).toEqual(strongest.filter((name) => name !== 'tenure_days').slice(0, 10));
  });

  it('says by source how stale it was: a month later where nothing landed for a month', () => {
    const [{ staleHours }] = watch.steps;
    const [source] = Object.keys(staleHours);
    const month = 30 * 24 * 3_600_000;
    const landed = set.maxAvailableAtBySource[source].map((at) => at - month);
    const stopped = watchOf({ ...set, maxAvailableAtBySource: { ...set.maxAvailableAtBySource, [source]: landed } });
    expect(stopped.steps[0].staleHours[source] - staleHours[source]).toBeCloseTo(30 * 24);
    expect(Object.values(staleHours).every(Number.isFinite)).toBe(true);
  });

  it('calls no source stale that holds states: they are written when they change', () => {
    const { staleHours } = watch.steps[0];
    expect(Object.keys(staleHours)).toContain('usage');
    for (const state of ['account', 'commitment']) expect(staleHours).not.toHaveProperty(state);
  });
});

it('keeps what is promised in twenty replays, and is quoted by the README as they were saved', () => {
  expect(doubtsAboutReplays(REPLAYS_FILE, README, 'pnpm churn:monitor')).toEqual([]);
  const { detected } = summariseReplays(readReplays(REPLAYS_FILE))!;
  expect(Object.values(detected).map(({ found }) => found)).toEqual([20, 20, 20, 20]);
});

it('what the drill saved is quoted by the README', () => {
  const drill: Drill = JSON.parse(readFileSync(new URL('../../drill.json', import.meta.url), 'utf8'));
  const { watched, byOutcomes } = costsOf(drill);
  const told = readFileSync(README, 'utf8').replace(/\s+/g, ' ');
  const [alarm, late] = [drill.alarm!, drill.lateAlarm!];
  for (const words of [
    `In week ${drill.promotedAt} a model that learnt \`${drill.column}\` in another unit`,
    `In week ${alarm.at} the monitor alarms (${alarm.signal}), and the rollback takes ${drill.rollbackSeconds.toFixed(2)} seconds: ${usd(watched)} are lost`,
    `Outcomes alone would have told in week ${late.at}, after ${usd(byOutcomes)}`,
  ])
    expect(told).toContain(words);
  expect(drill.standing).toMatchObject({ champion: drill.versions.good, challenger: drill.versions.retrained });
});
