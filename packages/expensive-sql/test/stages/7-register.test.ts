import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegistry, placeRun, readServingModel } from '@applied-modeling/tracking';
import { afterAll, describe, expect, it } from 'vitest';
import { readServedModel } from '../../src/admission/load-gateway.ts';
import { modelParts } from '../../src/domain.ts';
import { audit } from '../../src/evaluation/audit.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import { learned } from '../../src/evaluation/scorers.ts';
import { register } from '../../src/stages/7-register.ts';
import { evaluation, fits, folds, ingested, model, set } from '../small-run.ts';

describe('register', () => {
  const home = mkdtempSync(join(tmpdir(), 'expensive-sql-'));
  const options = { mlrunsDir: join(home, 'mlruns'), seed: 7, startedAt: 0, clock: () => 1, commit: 'abc' };
  const found = audit({ set, folds, evaluation });
  const told = { evaluation, audit: found, gate: judgeGate(evaluation, found) };
  const standing = { rule: null, champion: null, challenger: null };
  const run = { ...told, standing, ingested, set, model, refit: model, runDir: home, modelFingerprint: '' };
  afterAll(() => rmSync(home, { recursive: true }));

  it.each(fits)('registers what ships beside the rule, and what is read back scores alike: $name', async (refit) => {
    const { version } = await register({ ...run, refit, runId: placeRun(home).runId }, options);
    const asked = { fingerprint: set.fingerprint, parts: modelParts };
    const serving = (await readServingModel(options.mlrunsDir, 'expensive-sql', asked))!;
    expect([serving.version.version, serving.isChampion]).toEqual([version, false]);
    expect(serving.folder.kind).toBe(refit.name === 'gbm' ? 'xgboost' : 'rule');
    const served = readServedModel(serving);
    const { test } = folds.final;
    const [before, after] = [refit, { ...refit, ...served }].map((one) => learned(one, 'model'));
    expect(after.score(set, test)).toEqual(before.score(set, test));
    expect(after.logCost!(set, test)).toEqual(before.logCost!(set, test));
    expect([served.calibrator, served.costSmearing]).toEqual([refit.calibrator, refit.costSmearing]);
  });

  it('leaves the rule champion, and registers nothing of a run that was refused', async () => {
    const champion = await openRegistry(options.mlrunsDir).resolveAlias('expensive-sql', 'champion');
    expect(champion?.version).toBe(1);
    const refused = { ...run, runId: 'b'.repeat(32), audit: { ...found, passed: false } };
    expect((await register(refused, options)).version).toBeNull();
  });
});
