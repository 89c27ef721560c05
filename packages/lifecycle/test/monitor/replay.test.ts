import { describe, expect, it } from 'vitest';
import {
  CADENCES,
  DRIFTS,
  injectDrift,
  monitorSettings,
  replay,
  type ScoredBatch,
  signalsOf,
  type Watch,
  type WatchedStep,
} from '../../src/index.ts';
import { alarmsIn } from '../../src/monitor/replay.ts';
import { takeBatch } from '../../src/score/take-batch.ts';
import { toyWatch } from './toy-watch.ts';

const SEED = { seed: 1, size: 'small' } as const;

function alarmed(watch: Watch): readonly string[] {
  const alarms = Object.entries(alarmsIn(signalsOf(watch)));
  return alarms.flatMap(([name, at]) => (at.length > 0 ? [name] : [])).toSorted();
}

function valuesOf(watch: Watch): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(signalsOf(watch).map(({ name, values }) => [name, values]));
}

describe('a watch', () => {
  it('in which nothing happens alarms nobody', () => {
    for (const seed of [1, 2, 3, 4, 5]) expect(alarmed(toyWatch(seed)), `seed ${seed}`).toEqual([]);
  });

  it.each([
    ['other-unit', ['feature drift']],
    ['source-stops', ['feature drift', 'missing values']],
    ['mix-shifts', ['expected events']],
    ['world-turns', ['miscalibration']],
  ] as const)('into which %s is injected alarms by what sees it', (drift, expected) => {
    const found = alarmed(injectDrift(toyWatch(1), drift, 6));
    for (const signal of expected) expect(found).toContain(signal);
    expect(found).not.toContain('staleness');
  });

  it('whose world turns shows it by no column, and not before labels mature', () => {
    const turned = injectDrift(toyWatch(1), 'world-turns', 6);
    const [before, after] = [valuesOf(toyWatch(1)), valuesOf(turned)];
    for (const name of Object.keys(before))
      if (!['miscalibration', 'lost precision'].includes(name)) expect(after[name]).toEqual(before[name]);
    const { detected } = replay(toyWatch(1), SEED);
    expect(detected['world-turns']!.after).toBeGreaterThan(toyWatch(1).maturesAfter);
    expect(detected['source-stops']!.after).toBe(monitorSettings.consecutive - 1);
  });

  it('says of outcomes in each step what was known in it', () => {
    const watch = toyWatch(1);
    const { miscalibration } = valuesOf(watch);
    const first = CADENCES.week.matured + watch.maturesAfter - 1;
    expect(miscalibration.slice(0, first).every(Number.isNaN)).toBe(true);
    expect(miscalibration.slice(first).some(Number.isNaN)).toBe(false);
    const later = watch.steps.map((step, at) => (at + watch.maturesAfter > 20 ? { ...step, outcome: null } : step));
    expect(valuesOf({ ...watch, steps: later }).miscalibration.slice(0, 21)).toEqual(miscalibration.slice(0, 21));
  });

  it('calls a source stale that is older than it ever was, and not one whose rows are rare', () => {
    const watch = toyWatch(1);
    const stopped = watch.steps.map((step, at) =>
      at < 10 ? step : { ...step, staleHours: { ...step.staleHours, usage: 24 * (at - 9) } },
    );
    expect(alarmed({ ...watch, steps: stopped })).toEqual(['staleness']);
  });

  it('takes no event at all for half of one: a figure, and an alarm where many were foretold', () => {
    const watch = toyWatch(1);
    const steps = watch.steps.map((step) => ({
      ...step,
      outcome: step.outcome && { ...step.outcome, label: step.outcome.label.map(() => 0) },
    }));
    const known = valuesOf({ ...watch, steps }).miscalibration.filter((value) => !Number.isNaN(value));
    expect(Math.min(...known)).toBeGreaterThan(1);
    expect(known.every(Number.isFinite)).toBe(true);
  });

  it('knows no drift where no column is watched, and no staleness where no source can be stale', () => {
    const watch = toyWatch(1);
    const steps = watch.steps.map((step) => ({ ...step, staleHours: {} }));
    const values = valuesOf({ ...watch, watched: [], steps });
    for (const name of ['feature drift', 'missing values', 'staleness'])
      expect(values[name].every(Number.isNaN), name).toBe(true);
  });

  it('leaves out rows somebody acted on', () => {
    const watch = toyWatch(1);
    const steps = watch.steps.map((step) => ({
      ...step,
      outcome: step.outcome && {
        label: step.outcome.label.map((one, row) => (step.batch.isChosen[row] === 1 ? 0 : one)),
        weight: step.outcome.weight.map((one, row) => (step.batch.isChosen[row] === 1 ? 0 : one)),
      },
    }));
    expect(alarmed({ ...watch, steps })).toEqual([]);
  });
});

it('every drift that can be typed changes something but none', () => {
  const watch = toyWatch(1);
  for (const drift of DRIFTS) {
    const isSame = JSON.stringify(injectDrift(watch, drift, 6).steps) === JSON.stringify(watch.steps);
    expect(isSame, drift).toBe(drift === 'none');
  }
});

describe('a model that decides every day', () => {
  /** Of each seven days the last two have a fifth of the rows, the likeliest ones. */
  const weekly = (seed: number): Watch => {
    const watch = toyWatch(seed, { steps: 60, cadence: 'day', maturesAfter: 2 });
    const steps = watch.steps.map((step) => (step.step % 7 < 5 ? step : takeRows(step, likeliest(step.batch, 80))));
    return { ...watch, steps };
  };

  it('is not alarmed by its week-ends: seven days are looked at together', () => {
    expect(alarmed(weekly(1))).toEqual([]);
    expect(alarmed({ ...weekly(1), season: 1 })).toContain('score drift');
  });

  it('says nothing before it has seen a week', () => {
    const values = valuesOf(weekly(1));
    for (const name of ['feature drift', 'score drift', 'missing values', 'expected events'])
      expect(values[name].slice(0, 6).every(Number.isNaN), name).toBe(true);
    expect(values['row count'].slice(0, 13).every(Number.isNaN)).toBe(true);
    expect(values['row count'].slice(13).every((value) => value < 0.25)).toBe(true);
  });

  it('tells within a week of a source that stops', () => {
    expect(replay(weekly(1), SEED).detected['source-stops']!.after).toBeLessThan(7);
  });
});

describe('a figure of its own', () => {
  const figure = { meaning: 'share shown', limit: 0.1, isLate: false };
  const withFigure = (values: (step: number) => number, change = {}): Watch => {
    const watch = toyWatch(1);
    const steps = watch.steps.map((step) => ({ ...step, own: { coverage: values(step.step) } }));
    return { ...watch, steps, own: { coverage: { ...figure, ...change } } };
  };

  it('alarms where it leaves what was promised, or what it was in the first steps', () => {
    expect(alarmed(withFigure((step) => (step < 20 ? 0.8 : 0.6)))).toEqual(['coverage']);
    expect(alarmed(withFigure(() => 0.8))).toEqual([]);
    expect(alarmed(withFigure(() => 0.8, { expected: 0.9 }))).toEqual([]);
    expect(alarmed(withFigure(() => 0.8, { expected: 0.95 }))).toEqual(['coverage']);
  });

  it('that needs outcomes is known as late as they are', () => {
    const late = valuesOf(withFigure((step) => (step < 10 ? 0.8 : 0), { isLate: true, expected: 0.8 })).coverage;
    const first = 10 + 6; // a step is known six later
    expect(late.slice(first - 3, first).every((value) => value < 1e-9)).toBe(true);
    expect(late[first]).toBeGreaterThan(0.05);
  });
});

it('nobody is turned over who is never decided about twice', () => {
  const watch = toyWatch(1);
  const steps = watch.steps.map((step) => ({
    ...step,
    batch: { ...step.batch, entityId: step.batch.entityId.map((id) => `${id}@${step.step}`) },
  }));
  expect(valuesOf({ ...watch, steps })['queue turnover'].every(Number.isNaN)).toBe(true);
  expect(valuesOf(watch)['queue turnover'].slice(1).some(Number.isNaN)).toBe(false);
});

function likeliest({ probability }: ScoredBatch, rows: number): readonly number[] {
  return [...probability.keys()].sort((a, b) => probability[b] - probability[a]).slice(0, rows);
}

function takeRows(step: WatchedStep, rows: readonly number[]): WatchedStep {
  const of = (values: Float32Array) => Float32Array.from(rows, (row) => values[row]);
  const outcome = step.outcome && { label: of(step.outcome.label), weight: of(step.outcome.weight) };
  return { ...step, batch: takeBatch(step.batch, rows), outcome };
}
