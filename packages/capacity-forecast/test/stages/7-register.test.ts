import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunAudit } from '@applied-modeling/feature-store';
import { type Booster, fromXgboostJson, predictMargin } from '@applied-modeling/gbm';
import { openRegistry, readModelFolder } from '@applied-modeling/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CalibratedModel, type Evaluation, modelParts } from '../../src/domain.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import { labelContract } from '../../src/label.ts';
import type { JudgedRun } from '../../src/pipeline.ts';
import { forecastLevels } from '../../src/settings.ts';
import { register } from '../../src/stages/7-register.ts';
import { calibrateSmall, evaluateSmall, fitSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('register', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  let evaluation: Evaluation;
  let judged: JudgedRun;
  const home = mkdtempSync(join(tmpdir(), 'capacity-mlruns-'));
  const mlrunsDir = join(home, 'mlruns');
  const startedAt = Date.UTC(2025, 0, 9, 6);
  const options = { mlrunsDir, seed: 7, startedAt, clock: () => startedAt + 60_000, commit: 'abc' };
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    evaluation = await evaluateSmall(run);
    judged = {
      ...run,
      runId: 'a'.repeat(32),
      runDir: '/runs/capacity-forecast/aaaaaaaaaaaa',
      model,
      refit: model,
      evaluation,
      audit: passed,
      gate: judgeGate(evaluation, passed),
      standing: { rule: null, champion: null, challenger: null },
      modelFingerprint: '',
    };
  });
  afterAll(() => {
    run.ingested.lake.close();
    rmSync(home, { recursive: true });
  });

  const passed: RunAudit = { passed: true, findings: [], checked: [], notApplicable: [], singleFeatureAucs: [] };

  it('registers the rule as champion and what ships beside it, with all that makes nodes and a chance of it', async () => {
    const registered = await register(judged, options);
    expect(registered.version).toBe(2);
    expect((await openRegistry(mlrunsDir).resolveAlias('capacity-forecast', 'champion'))?.version).toBe(1);
    const folder = await readModelFolder(registered.modelDir!, run.set);
    expect(JSON.parse(folder.text('rule.json'))).toEqual({ name: 'ridge', correction: model.correction });
    const { plan, calibrator, labelContract: contract } = folder.parts(modelParts);
    expect(plan).toMatchObject({ levels: forecastLevels, shifts: model.shifts });
    expect(calibrator).toEqual(model.calibrator);
    expect(contract).toMatchObject(labelContract);
  });

  it('registers trees in the format of XGBoost, where they ship', async () => {
    const [, , refit] = await fitSmall(run);
    const { modelDir } = await register({ ...judged, refit, runId: 'e'.repeat(32) }, options);
    const folder = await readModelFolder(modelDir!, run.set);
    const columns = run.set.columns.map((column) => column.slice(0, 500));
    const margins = predictMargin(fromXgboostJson(folder.text('model.json')), columns);
    expect(margins).toEqual(predictMargin(refit.correction as Booster, columns));
  });

  it('lets challenger follow the gate', async () => {
    const aliases = async (passes: boolean, runId: string) => {
      const gate = { ...judged.gate, passed: passes };
      const { version, challenger } = await register({ ...judged, runId, gate }, options);
      return { version, challenger };
    };
    expect(await aliases(true, 'b'.repeat(32))).toEqual({ version: 4, challenger: 4 });
    expect(await aliases(false, 'c'.repeat(32))).toEqual({ version: 5, challenger: 4 });
  });

  it('registers nothing of a run whose audit failed', async () => {
    const refused = { ...judged, runId: 'd'.repeat(32), audit: { ...passed, passed: false } };
    expect((await register(refused, options)).version).toBeNull();
  });
});
