import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegistry, readModelFolder } from '@applied-modeling/tracking';
import { expect, it } from 'vitest';
import { modelParts } from '../../src/domain.ts';
import { audit } from '../../src/evaluation/audit.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import { register } from '../../src/stages/7-register.ts';
import { evaluation, folds, ingested, model, set } from '../small-run.ts';

it('registers the rule as champion and the model beside it, and nothing of a run that was refused', async () => {
  const home = mkdtempSync(join(tmpdir(), 'PIPELINE-'));
  const found = audit(set, folds, evaluation);
  const told = { evaluation, audit: found, gate: judgeGate(evaluation, found) };
  const standing = { rule: null, champion: null, challenger: null };
  const run = { ...told, standing, ingested, set, model, refit: model, runDir: home, modelFingerprint: '' };
  const options = { mlrunsDir: join(home, 'mlruns'), seed: 7, startedAt: 0, clock: () => 1, commit: 'abc' };
  const registered = await register({ ...run, runId: 'a'.repeat(32) }, options);
  const champion = await openRegistry(options.mlrunsDir).resolveAlias('PIPELINE', 'champion');
  expect(champion?.version).toBe(1);
  const folder = await readModelFolder(registered.modelDir!, set);
  expect(folder.parts(modelParts).calibrator).toEqual(model.calibrator);
  const refused = { ...run, runId: 'b'.repeat(32), audit: { ...found, passed: false } };
  expect((await register(refused, options)).version).toBeNull();
  rmSync(home, { recursive: true });
});
