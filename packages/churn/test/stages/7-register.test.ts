import { join } from 'node:path';
import { fromXgboostJson, predictMargin } from '@applied-modeling/gbm';
import { openRegistry, readModelFolder, requireFingerprint } from '@applied-modeling/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audit } from '../../src/audit.ts';
import type { CalibratedModel, Evaluation } from '../../src/domain.ts';
import { judgeGate } from '../../src/gate.ts';
import { register } from '../../src/stages/7-register.ts';
import { scratch } from '../scratch.ts';
import { calibrateSmall, evaluateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('register', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  let evaluation: Evaluation;
  const clock = () => Date.UTC(2024, 11, 30, 6, 1);
  const mlrunsDir = join(scratch('mlruns'), 'mlruns');
  const options = {
    mlrunsDir,
    runsDir: '/runs/churn',
    seed: 7,
    startedAt: Date.UTC(2024, 11, 30, 6),
    clock,
    commit: 'abc',
  };
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    evaluation = await evaluateSmall(run, model, null);
  });
  afterAll(() => run.ingested.lake.close());

  const passed: Audit = { passed: true, findings: [], checked: [], notApplicable: [], singleFeatureAucs: [] };

  it('registers the model as challenger and leaves the rule champion', async () => {
    const registered = await register(run.ingested, run.set, model, evaluation, passed, options);
    const registry = openRegistry(mlrunsDir);
    expect(registered.version).toBe(2);
    expect((await registry.resolveAlias('churn', 'champion'))?.version).toBe(1);
    expect((await registry.resolveAlias('churn', 'challenger'))?.version).toBe(2);
    expect(registered.runDir).toBe(`/runs/churn/${registered.runId.slice(0, 12)}`);
    const folder = await readModelFolder(registered.modelDir!);
    requireFingerprint(folder, run.set.fingerprint);
    const booster = fromXgboostJson(folder.text('model.json'));
    const columns = run.set.columns.map((column) => column.slice(0, 500));
    expect(predictMargin(booster, columns)).toEqual(predictMargin(model.booster!, columns));
  });

  it('registers nothing of a run whose audit failed', async () => {
    const refused = { ...passed, passed: false };
    const registered = await register(run.ingested, run.set, model, evaluation, refused, {
      ...options,
      startedAt: options.startedAt + 1,
    });
    expect(registered.version).toBeNull();
    expect(registered.gate.passed).toBe(false);
  });

  it('asks for no share of a gap that is not known', () => {
    const names = judgeGate(evaluation, passed).checks.map(({ name }) => name);
    expect(names).toContain('beats the CSM rule');
    expect(names).not.toContain('gap closed');
  });

  it('has a gate whose every check can fail', () => {
    const bad: Evaluation = {
      ...evaluation,
      ladder: evaluation.ladder.map((rung) => ({ ...rung, modelMinusThis: { ...rung.modelMinusThis, low: -0.1 } })),
      calibration: evaluation.calibration.map((one) => ({
        ...one,
        expectedCalibrationError: 0.2,
        slope: { estimate: 2, low: 1.8, high: 2.2, standardError: 0.1 },
      })),
      ceilings: {
        observable: evaluation.averagePrecision,
        clairvoyant: evaluation.averagePrecision,
        gapClosed: 0.1,
        modelMinusObservable: evaluation.averagePrecision,
      },
    };
    const verdict = judgeGate(bad, { ...passed, passed: false });
    expect(verdict.checks).toHaveLength(6);
    expect(verdict.checks.filter((check) => check.passed)).toEqual([]);
  });
});
