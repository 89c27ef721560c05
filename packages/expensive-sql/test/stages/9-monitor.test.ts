import { featureColumn } from '@applied-modeling/feature-store';
import { doubtsAboutReplays } from '@applied-modeling/lifecycle/testing';
import { describe, expect, it } from 'vitest';
import { score } from '../../src/stages/8-score.ts';
import { monitor, REPLAYS_FILE } from '../../src/stages/9-monitor.ts';
import { fits, ingested, set } from '../small-run.ts';

const { first, last } = ingested.calendar.final.test;
const days = Array.from({ length: last - first + 1 }, (_, at) => first + at);
const asked = { steps: days, lastMatured: last - 2 };

describe.each(fits)('monitor, of $name', (model) => {
  const batch = score(set, model);
  const watch = monitor(set, model, { ...asked, batch });
  const place = new Map(set.statementId.map((id, row) => [id, row]));

  it('decides each query of a day as stage 8 does', () => {
    expect(watch.steps.map(({ step }) => step)).toEqual(days);
    for (const { step, batch: ofDay } of watch.steps) {
      expect(ofDay.entityId).toEqual(set.statementId.filter((_, row) => set.day[row] === step));
      for (const [row, id] of ofDay.entityId.entries()) {
        expect(ofDay.probability[row]).toBe(batch.probability[place.get(id)!]);
        expect(ofDay.isChosen[row]).toBe(batch.isChosen[place.get(id)!]);
      }
    }
  });

  it('lays what a query cost beside its chance, as far as that has landed; one that was cut short weighs nothing', () => {
    for (const { step, batch: ofDay, outcome } of watch.steps) {
      expect(outcome === null).toBe(step > asked.lastMatured);
      for (const [row, id] of ofDay.entityId.entries()) {
        if (!outcome) continue;
        expect(outcome.label[row]).toBe(set.y[place.get(id)!]);
        if (Number.isNaN(outcome.label[row])) expect(outcome.weight[row]).toBe(0);
      }
    }
  });

  it('counts the queries whose template no log has seen', () => {
    const hours = featureColumn(set, 'hours_since_template');
    for (const { step, own } of watch.steps) {
      const ofDay = [...hours].filter((_, row) => set.day[row] === step);
      expect(own!['unseen templates']).toBeCloseTo(ofDay.filter(Number.isNaN).length / ofDay.length);
    }
  });
});

it('keeps what is promised in twenty replays, and is quoted by the README as they were saved', () => {
  const readme = new URL('../../README.md', import.meta.url);
  expect(doubtsAboutReplays(REPLAYS_FILE, readme, 'pnpm sql:monitor')).toEqual([]);
});
