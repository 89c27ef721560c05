import { applyCalibrator } from '@applied-modeling/evaluation';
import { doubtsAboutReplays } from '@applied-modeling/lifecycle/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { score } from '../../src/stages/8-score.ts';
import { monitor, REPLAYS_FILE } from '../../src/stages/9-monitor.ts';
import { marginsShown } from '../../src/training-set/margins.ts';
import { ingested, model, set } from '../small-run.ts';

const { first, last } = ingested.calendar.final.test;
const days = Array.from({ length: last - first + 1 }, (_, at) => first + at);
const lastMatured = last - 1;
let watch: ReturnType<typeof monitor>;
let batch: Awaited<ReturnType<typeof score>>;
beforeAll(async () => {
  batch = await score(ingested, set, model);
  watch = monitor(set, model, { steps: days, lastMatured, batch });
});
const place = new Map(set.notebookId.map((id, row) => [`${set.requests.slateId[set.request[row]]}/${id}`, row]));

describe('monitor', () => {
  it('answers each page of a day as stage 8 does', () => {
    expect(watch.steps.map(({ step }) => step)).toEqual(days);
    for (const { batch: ofDay } of watch.steps)
      for (const [row, id] of ofDay.entityId.entries())
        expect(ofDay.isChosen[row]).toBe(batch.isChosen[place.get(id)!]);
  });

  it('asks of what the rule showed for the chance at the place where it stood', () => {
    const asStood = applyCalibrator(model.calibrator, marginsShown(set, model, Uint32Array.from(set.request.keys())));
    let shown = 0;
    for (const { step, batch: ofDay, outcome } of watch.steps)
      for (const [row, id] of ofDay.entityId.entries()) {
        const at = place.get(id)!;
        const wasShown = !Number.isNaN(set.position[at]);
        expect(ofDay.probability[row]).toBe(wasShown ? asStood[at] : batch.probability[at]);
        expect(outcome === null).toBe(step > lastMatured);
        if (!outcome) continue;
        expect(outcome.label[row]).toBe(set.y[at]);
        if (!wasShown) expect(outcome.label[row]).toBeNaN();
        shown += Number(wasShown);
      }
    expect(shown).toBeGreaterThan(100);
  });

  it('says how much of the catalogue was on a slate', () => {
    for (const { batch: ofDay, own } of watch.steps) {
      const notebooks = (rows: readonly string[]) => new Set(rows.map((id) => id.split('/')[1])).size;
      const chosen = ofDay.entityId.filter((_, row) => ofDay.isChosen[row] === 1);
      expect(own!.coverage).toBe(notebooks(chosen) / notebooks(ofDay.entityId));
    }
  });

  it('watches neither the place, which serving sets, nor what grows from the first day on', () => {
    for (const name of ['position', 'permitted', 'notebook_age_days', 'hours_since_run_ok'])
      expect(watch.watched).not.toContain(name);
    expect(watch.watched).toHaveLength(10);
  });
});

it('keeps what is promised in twenty replays, and is quoted by the README as they were saved', () => {
  const readme = new URL('../../README.md', import.meta.url);
  expect(doubtsAboutReplays(REPLAYS_FILE, readme, 'pnpm notebooks:monitor')).toEqual([]);
});
