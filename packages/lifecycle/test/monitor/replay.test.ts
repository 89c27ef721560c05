import { describe, expect, it } from 'vitest';
import { DRIFTS, injectDrift, monitorSettings, replay, SIGNALS, signalsOf, type Watch } from '../../src/index.ts';
import { alarmsIn } from '../../src/monitor/replay.ts';
import { toyWatch } from './toy-watch.ts';

function alarmed(watch: Watch): readonly string[] {
  const alarms = alarmsIn(signalsOf(watch));
  return SIGNALS.filter((name) => alarms[name].length > 0).toSorted();
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
    const [before, after] = [signalsOf(toyWatch(1)), signalsOf(turned)];
    for (const name of SIGNALS)
      if (!['miscalibration', 'lost precision'].includes(name)) expect(after[name]).toEqual(before[name]);
    const { detected } = replay(toyWatch(1));
    expect(detected['world-turns']!.after).toBeGreaterThan(toyWatch(1).maturesAfter);
    expect(detected['source-stops']!.after).toBe(monitorSettings.consecutive - 1);
  });

  it('says of outcomes in each step what was known in it', () => {
    const watch = toyWatch(1);
    const { miscalibration } = signalsOf(watch);
    const first = monitorSettings.matured + watch.maturesAfter - 1;
    expect(miscalibration.slice(0, first).every(Number.isNaN)).toBe(true);
    expect(miscalibration.slice(first).some(Number.isNaN)).toBe(false);
    const later = watch.steps.map((step, at) => (at + watch.maturesAfter > 20 ? { ...step, outcome: null } : step));
    expect(signalsOf({ ...watch, steps: later }).miscalibration.slice(0, 21)).toEqual(miscalibration.slice(0, 21));
  });

  it('calls a source stale that is older than it ever was, and not one whose rows are rare', () => {
    const watch = toyWatch(1);
    const stopped = watch.steps.map((step, at) =>
      at < 10 ? step : { ...step, staleHours: { ...step.staleHours, usage: 24 * (at - 9) } },
    );
    expect(alarmed({ ...watch, steps: stopped })).toEqual(['staleness']);
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
