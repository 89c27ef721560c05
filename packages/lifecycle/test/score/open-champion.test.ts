import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openChampion } from '../../src/score/open-champion.ts';
import { fingerprint, parts, trained } from '../trained.ts';

type Store = Awaited<ReturnType<typeof trained>>;
const open = ({ mlruns }: Store, features = fingerprint) =>
  openChampion(mlruns, 'ranker', { fingerprint: features, parts });
const crown = ({ registry }: Store, version: number) =>
  registry.setAlias('ranker', 'champion', version, { at: 0, by: 'ann', reason: 'test' });

it('is the rule until somebody promotes a model', async () => {
  const store = await trained([1]);
  expect(await open(store)).toMatchObject({ kind: 'rule', version: { version: 1 }, why: null });
  await crown(store, 2);
  expect(await open(store)).toMatchObject({ kind: 'model', version: { version: 2 }, parts: { driftReference: {} } });
});

it('is the rule where nothing was registered, and says so', async () => {
  expect(await open(await trained([]))).toEqual({ kind: 'rule', version: null, why: 'no version is champion' });
});

it('is the rule where the model was fitted on other features, is damaged or is gone, with the reason', async () => {
  const store = await trained([1]);
  await crown(store, 2);
  const { dir } = await store.registry.version('ranker', 2);
  expect(await open(store, 'beef')).toMatchObject({
    kind: 'rule',
    why: expect.stringContaining('fitted on features f00d'),
  });
  writeFileSync(join(dir, 'rule.json'), '{}');
  expect(await open(store)).toMatchObject({ kind: 'rule', why: expect.stringContaining('rule.json is damaged') });
  rmSync(dir, { recursive: true });
  expect((await open(store)).kind).toBe('rule');
});
