import { join } from 'node:path';
import type { RunAudit } from '@applied-modeling/feature-store';
import { fromXgboostJson, predictMargin } from '@applied-modeling/gbm';
import { openRegistry, readModelFolder } from '@applied-modeling/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CalibratedModel, type Evaluation, modelParts } from '../../src/domain.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import { labelContract } from '../../src/label.ts';
import type { JudgedRun } from '../../src/pipeline.ts';
import { queueSettings } from '../../src/settings.ts';
import { register } from '../../src/stages/7-register.ts';
import { scratch } from '../scratch.ts';
import { calibrateSmall, evaluateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('register', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  let evaluation: Evaluation;
  let judged: JudgedRun;
  const mlrunsDir = join(scratch('mlruns'), 'mlruns');
  const startedAt = Date.UTC(2024, 11, 30, 6);
  const options = { mlrunsDir, seed: 7, startedAt, clock: () => startedAt + 60_000, commit: 'abc' };
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    evaluation = await evaluateSmall(run, model, null);
    judged = {
      ...run,
      runId: 'a'.repeat(32),
      runDir: '/runs/churn/aaaaaaaaaaaa',
      final: run.folds.final,
      model,
      refit: model,
      evaluation,
      audit: passed,
      gate: judgeGate(evaluation, passed),
      standing: { rule: null, champion: null, challenger: null },
      modelFingerprint: null,
    };
  });
  afterAll(() => run.ingested.lake.close());

  const passed: RunAudit = { passed: true, findings: [], checked: [], notApplicable: [], singleFeatureAucs: [] };

  it('registers the rule as champion and the model beside it, with all that scoring needs', async () => {
    const registered = await register(judged, options);
    const registry = openRegistry(mlrunsDir);
    expect(registered.version).toBe(2);
    expect((await registry.resolveAlias('churn', 'champion'))?.version).toBe(1);
    const folder = await readModelFolder(registered.modelDir!, run.set);
    const booster = fromXgboostJson(folder.text('model.json'));
    const columns = run.set.columns.map((column) => column.slice(0, 500));
    expect(predictMargin(booster, columns)).toEqual(predictMargin(model.booster!, columns));
    const parts = folder.parts(modelParts);
    expect(parts.calibrator).toEqual(model.calibrator);
    expect(parts.labelContract).toMatchObject(labelContract);
    expect(parts.driftReference.columns.map(({ name }) => name)).toEqual(run.set.names);
    expect(parts).toMatchObject({ queue: queueSettings, featuresSql: run.set.compiled.sql });
  });

  it('lets challenger follow the gate', async () => {
    const aliases = async (passes: boolean, runId: string) => {
      const gate = { ...judged.gate, passed: passes };
      const { version, challenger } = await register({ ...judged, runId, gate }, options);
      return { version, challenger };
    };
    expect(await aliases(true, 'b'.repeat(32))).toEqual({ version: 3, challenger: 3 });
    expect(await aliases(false, 'c'.repeat(32))).toEqual({ version: 4, challenger: 3 });
  });

  it('registers nothing of a run whose audit failed, nor of an engine that leaves no model file', async () => {
    const refused = { ...judged, runId: 'd'.repeat(32), audit: { ...passed, passed: false } };
    expect((await register(refused, options)).version).toBeNull();
    const { booster: _, ...withoutBooster } = model;
    const foreign = { ...judged, runId: 'e'.repeat(32), refit: withoutBooster };
    expect((await register(foreign, options)).version).toBeNull();
  });
});
