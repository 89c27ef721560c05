import { rungOf, splitRows, take } from '@applied-modeling/evaluation';
import { ALL_DETECTORS } from '@applied-modeling/feature-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibratedModel, Evaluation } from '../../src/domain.ts';
import { audit } from '../../src/evaluation/audit.ts';
import { calibrateSmall, evaluateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('evaluate', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  let evaluation: Evaluation;
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    evaluation = await evaluateSmall(run, model, run.ingested.truthDir);
  });
  afterAll(() => run.ingested.lake.close());

  it('places the model between the rule and the observable ceiling', () => {
    const rule = rungOf(evaluation.ladder, 'incumbent');
    expect(evaluation.averagePrecision.estimate).toBeGreaterThan(rule.averagePrecision.estimate);
    expect(evaluation.averagePrecision.estimate).toBeLessThan(evaluation.ceilings!.observable.estimate);
    expect(evaluation.ceilings!.observable.estimate).toBeLessThan(evaluation.ceilings!.clairvoyant.estimate);
  });

  it('scores prevalence at the base rate', () => {
    expect(rungOf(evaluation.ladder, 'floor').averagePrecision.estimate).toBeCloseTo(evaluation.baseRate, 10);
  });

  it('judges a random split where the truth is not known of every row, and the audit refuses it by its windows', async () => {
    const { set, ingested } = run;
    const drawn = set.week.map((_, row) => set.week[(row * 7919) % set.rows]);
    const folds = splitRows(ingested.calendar, drawn, (row) => set.weight[row] > 0);
    const rows = folds.final.test;
    expect(Math.min(...take(set.week, rows))).toBe(12); // the truth begins in week 52
    const careless = await calibrateSmall({ ...run, folds });
    const flattered = await evaluateSmall({ ...run, folds }, careless, ingested.truthDir);
    expect(flattered.ceilings).toBeNull();
    expect(flattered.averagePrecision.estimate).toBeGreaterThan(evaluation.averagePrecision.estimate);
    const nothing = set.names.map(() => new Float32Array(0));
    const now = { rows: new Uint32Array(0), reread: nothing, current: nothing, declaredStatic: [] };
    const { passed, findings } = audit({ set, split: folds, evaluation: flattered, now }, [
      ALL_DETECTORS.find(({ name }) => name === 'label-window-overlap')!,
    ]);
    expect(passed).toBe(false);
    expect(findings.map(({ subject }) => subject)).toContain('final: training, test');
  });

  it('refuses a test window with a row whose label is not known, and names it', async () => {
    const unknown = run.set.y.findIndex(Number.isNaN);
    const fold = { ...model.fold, test: Uint32Array.of(...model.fold.test, unknown) };
    await expect(evaluateSmall(run, { ...model, fold }, null)).rejects.toThrow(
      `the label of row ${unknown}, decided in step ${run.set.week[unknown]}, is not known`,
    );
  });

  it.each(['platt', 'none'] as const)(
    'knows no ceiling without a truth, and judges whichever calibrator ships, here %s, beside the others',
    async (method) => {
      const shipped = model.alternatives.find((one) => one.method === method)!;
      const { ceilings, calibration } = await evaluateSmall(run, { ...model, calibrator: shipped }, null);
      expect(ceilings).toBeNull();
      expect(calibration.shipped.method).toBe(method);
      expect(calibration.alternatives.map((one) => one.method)).toEqual(
        ['isotonic', 'platt', 'none'].filter((one) => one !== method),
      );
    },
  );
});
