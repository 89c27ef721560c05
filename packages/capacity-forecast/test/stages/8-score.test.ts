import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibratedModel } from '../../src/domain.ts';
import { planLevels } from '../../src/forecast/plan.ts';
import { score, trips } from '../../src/stages/8-score.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

let run: SmallRun;
let model: CalibratedModel;
beforeAll(async () => {
  run = await splitSmall();
  model = await calibrateSmall(run);
});
afterAll(() => run.ingested.lake.close());

describe('score', () => {
  it('plans every series of the coming week, and ranks by how many nodes the plan moves', () => {
    const { coming } = run.set;
    const batch = score(coming, model);
    const rows = Uint32Array.from({ length: coming.rows }, (_, row) => row);
    expect([...batch.quantity!]).toEqual([...planLevels(model, coming, rows)]);
    expect(new Set(batch.entityId).size).toBe(coming.rows);
    for (const row of rows) {
      expect(batch.score[row]).toBe(Math.abs(batch.quantity![row] - coming.provisioned[row]));
      expect(batch.isChosen[row]).toBe(Number(batch.score[row] > 0));
      expect(batch.reasons[row].length).toBeGreaterThan(0);
    }
  });

  it('expects to save by what it changes, and sees a shortage where the level in force is low', () => {
    const { coming } = run.set;
    const half = { ...coming, provisioned: coming.provisioned.map((nodes) => Math.ceil(nodes / 2)) };
    const [now, short] = [score(coming, model), score(half, model)];
    const mean = (values: Float64Array) => values.reduce((sum, one) => sum + one, 0) / values.length;
    expect(Math.min(...now.expectedUsd)).toBeGreaterThan(-1e-6 - 0.01 * Math.max(...now.expectedUsd));
    expect(mean(short.probability)).toBeGreaterThan(mean(now.probability));
    expect(mean(short.expectedUsd)).toBeGreaterThan(mean(now.expectedUsd));
  });

  it('holds back and names a plan that lies too far from the level in force, and no other', () => {
    const { coming } = run.set;
    const usual = score(coming, model);
    const inForce = coming.provisioned.with(5, 3 * usual.quantity![5] + 1);
    const batch = score({ ...coming, provisioned: inForce }, model);
    expect([...batch.quantity!]).toEqual([...usual.quantity!].with(5, inForce[5]));
    expect(batch.reasons[5]).toEqual([`held back: ${usual.quantity![5]} nodes asked for, ${inForce[5]} in force`]);
    expect([batch.isChosen[5], batch.expectedUsd[5]]).toEqual([1, 0]);
    expect(batch.score[5]).toBe(inForce[5] - usual.quantity![5]);
    expect(batch.reasons.filter(([why]) => why.startsWith('held back'))).toHaveLength(1);
  });

  it('breaks the circuit beyond three times the level, up or down, and no plan of this world goes twice as far', () => {
    expect([trips(30, 10), trips(31, 10), trips(10, 30), trips(10, 31)]).toEqual([false, true, false, true]);
    const rows = Uint32Array.from(run.set.provisioned.keys()).filter((row) => run.set.provisioned[row] >= 0);
    const planned = planLevels(model, run.set, rows);
    const inForce = Array.from(rows, (row) => run.set.provisioned[row]);
    const times = inForce.map((nodes, at) => Math.max(nodes, planned[at]) / Math.min(nodes, planned[at]));
    expect(Math.max(...times)).toBeGreaterThan(1.5);
    expect(Math.max(...times)).toBeLessThan(2);
  });

  it('changes nothing where the rule plans', () => {
    const batch = score(run.set.coming, null);
    expect([...batch.quantity!]).toEqual([...run.set.coming.provisioned]);
    expect(batch.isChosen.every((one) => one === 0)).toBe(true);
    expect(batch.probability.every(Number.isNaN)).toBe(true);
  });
});
