import { featureColumn } from '@applied-modeling/feature-store';
import { doubtsAboutReplays } from '@applied-modeling/lifecycle/testing';
import { describe, expect, it } from 'vitest';
import { budgetOf } from '../../src/evaluation/paging.ts';
import { score } from '../../src/stages/8-score.ts';
import { monitor, REPLAYS_FILE } from '../../src/stages/9-monitor.ts';
import { ingested, model, set } from '../small-run.ts';

const { first, last } = ingested.calendar.final.test;
const days = Array.from({ length: last - first + 1 }, (_, at) => first + at);
const lastMatured = last - 4;
const batch = score(set, model, [...new Set(set.day)]);
const watch = monitor(set, model, { steps: days, lastMatured, batch });
const hindsight = new Map(Array.from(set.y, (label, row) => [`${set.runId[row]}@${set.multiple[row]}`, label]));
const closesBooks = featureColumn(set, 'closes_books');
const closing = new Set(set.day.filter((_, row) => closesBooks[row] === 1));

describe('monitor', () => {
  it('pages day after day as stage 8 does, and leaves out days on which books are closed', () => {
    expect(watch.steps.map(({ step }) => step)).toEqual(days.filter((day) => !closing.has(day)));
    for (const { step, batch } of watch.steps.slice(-3)) {
      const alone = score(set, model, [step]);
      expect(batch.entityId).toEqual(alone.entityId);
      expect(batch.probability).toEqual(alone.probability);
      expect(batch.isChosen).toEqual(alone.isChosen);
    }
  });

  it('lays beside a chance what hindsight says of the run, and nothing where it cannot yet', () => {
    for (const { step, batch, outcome } of watch.steps) {
      expect(outcome === null).toBe(step > lastMatured);
      for (const [row, id] of batch.entityId.entries()) if (outcome) expect(outcome.label[row]).toBe(hindsight.get(id));
    }
  });

  it('counts pages against the budget, and the runs worth a page that got one', () => {
    const perDay = budgetOf(set, Uint32Array.from(set.day.keys())).perDay;
    for (const { batch, outcome, own } of watch.steps) {
      expect(own!.pages).toBeCloseTo(batch.isChosen.filter((one) => one === 1).length / perDay);
      const runs = new Map<string, boolean>();
      for (const [row, id] of batch.entityId.entries())
        if (outcome?.label[row] === 1)
          runs.set(id.split('@')[0], (runs.get(id.split('@')[0]) ?? false) || batch.isChosen[row] === 1);
      expect(own!.detection).toBe([...runs.values()].filter((one) => one).length / runs.size);
    }
  });

  it('watches the strongest columns, but no age that grows whatever happens, and no pool: an ill one is an incident', () => {
    expect(watch.watched.length).toBeGreaterThan(5);
    expect(watch.watched.filter((name) => /^pool_|^hours_since_failure$/.test(name))).toEqual([]);
  });
});

it('keeps what is promised in twenty replays, and is quoted by the README as they were saved', () => {
  const readme = new URL('../../README.md', import.meta.url);
  expect(doubtsAboutReplays(REPLAYS_FILE, readme, 'pnpm jobs:monitor')).toEqual([]);
});
