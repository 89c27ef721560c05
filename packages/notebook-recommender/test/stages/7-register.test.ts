import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromXgboostJson } from '@applied-modeling/gbm';
import { logisticRulePart, openRegistry, readModelFolder } from '@applied-modeling/tracking';
import { afterAll, expect, it } from 'vitest';
import { modelParts } from '../../src/domain.ts';
import { audit } from '../../src/evaluation/audit.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import { register } from '../../src/stages/7-register.ts';
import { marginsServed } from '../../src/training-set/margins.ts';
import { evaluation, fits, folds, ingested, set } from '../small-run.ts';

const rows = folds.final.test.subarray(0, 50);
const home = mkdtempSync(join(tmpdir(), 'notebook-recommender-'));
afterAll(() => rmSync(home, { recursive: true }));

const found = audit({ set, folds, evaluation });
const [logistic, trees] = fits;
const options = { mlrunsDir: join(home, 'mlruns'), seed: 7, startedAt: 0, clock: () => 1, commit: 'abc' };
const runOf = (model: typeof trees, runId: string, passed = true) => ({
  ...{
    evaluation,
    audit: { ...found, passed },
    gate: judgeGate(evaluation, found),
    ingested,
    set,
    model,
    refit: model,
  },
  ...{
    standing: { rule: null, champion: null, challenger: null },
    runDir: home,
    modelFingerprint: '',
    runId: runId.repeat(32),
  },
});

it('registers the rule as champion and the trees beside it, and nothing of a run that was refused', async () => {
  const registered = await register(runOf(trees, 'a'), options);
  const champion = await openRegistry(options.mlrunsDir).resolveAlias('notebook-recommender', 'champion');
  expect(champion?.version).toBe(1);
  const folder = await readModelFolder(registered.modelDir!, set);
  expect(folder.parts(modelParts).calibrator).toEqual(trees.calibrator);
  const read = { name: 'gbm', learned: fromXgboostJson(folder.text('model.json')) } as const;
  expect([...marginsServed(set, read, rows)]).toEqual([...marginsServed(set, trees, rows)]);
  expect((await register(runOf(trees, 'b', false), options)).version).toBeNull();
});

it('registers a line as it is, where a line ships: read back it says the same of every row', async () => {
  const registered = await register(runOf(logistic, 'c'), options);
  const folder = await readModelFolder(registered.modelDir!, set);
  const { rule } = folder.parts({ rule: logisticRulePart });
  const read = { name: 'logistic', learned: rule.logistic } as const;
  expect([...marginsServed(set, read, rows)]).toEqual([...marginsServed(set, logistic, rows)]);
});
