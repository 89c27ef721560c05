import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromXgboostJson, predictMargin } from '@applied-modeling/gbm';
import { openRegistry, readModelFolder, requireFingerprint } from '@applied-modeling/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audit } from '../../src/audit.ts';
import type { CalibratedModel, Evaluation } from '../../src/domain.ts';
import { judgeGate } from '../../src/gate.ts';
import { costQuantile } from '../../src/settings.ts';
import { register } from '../../src/stages/7-register.ts';
import { calibrateSmall, evaluateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('register', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  let evaluation: Evaluation;
  const home = mkdtempSync(join(tmpdir(), 'capacity-mlruns-'));
  const mlrunsDir = join(home, 'mlruns');
  const options = {
    mlrunsDir,
    runsDir: '/runs/capacity-forecast',
    seed: 7,
    startedAt: Date.UTC(2025, 0, 9, 6),
    clock: () => Date.UTC(2025, 0, 9, 6, 1),
    commit: 'abc',
  };
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    evaluation = await evaluateSmall(run, model, model, run.ingested.truthDir);
  });
  afterAll(() => {
    run.ingested.lake.close();
    rmSync(home, { recursive: true });
  });

  const passed: Audit = { passed: true, findings: [], checked: [], notApplicable: [], singleFeatureAucs: [] };

  it('registers the planned quantile as challenger and leaves the rule champion', async () => {
    const registered = await register(run.ingested, run.set, model, evaluation, passed, options);
    const registry = openRegistry(mlrunsDir);
    expect(registered.version).toBe(2);
    expect((await registry.resolveAlias('capacity-forecast', 'champion'))?.version).toBe(1);
    expect((await registry.resolveAlias('capacity-forecast', 'challenger'))?.version).toBe(2);
    const folder = await readModelFolder(registered.modelDir!);
    requireFingerprint(folder, run.set.fingerprint);
    const booster = fromXgboostJson(folder.text('model.json'));
    const columns = run.set.columns.map((column) => column.slice(0, 500));
    const planned = model.boosters[model.levels.indexOf(costQuantile)];
    expect(predictMargin(booster, columns)).toEqual(predictMargin(planned, columns));
  });

  it('lays beside it all that turns a margin into nodes and a chance', async () => {
    const later = { ...options, startedAt: options.startedAt + 1 };
    const { modelDir } = await register(run.ingested, run.set, model, evaluation, passed, later);
    const folder = await readModelFolder(modelDir!);
    const { levels, shifts } = JSON.parse(folder.text('plan.json'));
    expect({ levels, shifts }).toEqual({ levels: model.levels, shifts: model.shifts });
    for (const [index, level] of model.levels.entries()) {
      if (level === costQuantile) continue;
      const booster = fromXgboostJson(folder.text(`quantile-${level}.json`));
      const columns = run.set.columns.map((column) => column.slice(0, 50));
      expect(predictMargin(booster, columns)).toEqual(predictMargin(model.boosters[index], columns));
    }
    expect(JSON.parse(folder.text('shortage-calibrator.json'))).toEqual(model.calibrator);
    expect(JSON.parse(folder.text('features.json'))).toHaveLength(run.set.names.length);
  });

  it('registers nothing of a run whose audit failed', async () => {
    const refused = { ...passed, passed: false };
    const later = { ...options, startedAt: options.startedAt + 2 };
    const registered = await register(run.ingested, run.set, model, evaluation, refused, later);
    expect(registered.version).toBeNull();
    expect(registered.gate.passed).toBe(false);
  });

  it('asks own data for no share of a regret that is not known, and says so', () => {
    const { checks, skipped } = judgeGate({ ...evaluation, regretClosed: null }, passed);
    expect(checks.map(({ name }) => name)).not.toContain('regret closed');
    expect(skipped.find(({ name }) => name === 'regret closed')?.why).toContain('oracle');
  });

  it('has a gate whose every check can fail', () => {
    const interval = { estimate: 2, low: 1.8, high: 2.2, standardError: 0.1 };
    const bad: Evaluation = {
      ...evaluation,
      regretClosed: { ...interval, estimate: 0.1 },
      policies: evaluation.policies.map((policy) => ({
        ...policy,
        shortShare: 0.3,
        modelMinusThis: { ...interval, excludesZero: true },
      })),
      shortage: { ...evaluation.shortage, slope: interval },
    };
    const verdict = judgeGate(bad, { ...passed, passed: false });
    expect(verdict.checks).toHaveLength(6);
    expect(verdict.checks.filter((check) => check.passed)).toEqual([]);
  });
});
