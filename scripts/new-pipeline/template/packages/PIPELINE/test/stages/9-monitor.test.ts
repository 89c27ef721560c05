import { expect, it } from 'vitest';
import { candidates } from '../../src/label.ts';
import { features } from '../../src/stages/2-features.ts';
import { score } from '../../src/stages/8-score.ts';
import { monitor } from '../../src/stages/9-monitor.ts';
import { ingested, model, set } from '../small-run.ts';

const { lastMaturedStep } = ingested.calendar;
const weeks = [lastMaturedStep - 1, lastMaturedStep];
const rows = new Map(
  await Promise.all(weeks.map(async (week) => [week, await features(ingested, candidates(ingested, [week]))] as const)),
);
const watch = (lastMatured: number) =>
  monitor(set, model, { steps: weeks, lastMatured, score: (week) => score(rows.get(week)!, model) });

it('scores week after week what stage 8 scores, and lays what became of a machine beside its chance', () => {
  for (const { step, batch, outcome } of watch(lastMaturedStep).steps) {
    expect(batch).toEqual(score(rows.get(step)!, model));
    for (const [row, machine] of batch.entityId.entries()) {
      const at = set.week.findIndex((week, place) => week === step && set.machineId[place] === machine);
      expect(outcome!.label[row]).toBe(set.y[at]);
    }
  }
});

it('knows of no outcome before it has matured', () => {
  expect(watch(weeks[0]).steps.map(({ outcome }) => outcome === null)).toEqual([false, true]);
});
