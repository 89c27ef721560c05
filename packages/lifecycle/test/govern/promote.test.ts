import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Promotion, promote } from '../../src/govern/promote.ts';
import { standingNow } from '../../src/govern/standing-now.ts';
import { trained } from '../trained.ts';

type Store = Awaited<ReturnType<typeof trained>>;

const promotion: Promotion = {
  ...{ version: undefined, by: 'ann', because: 'it earns more', isOverride: false },
  at: Date.UTC(2026, 1, 1),
};
const promoteIn = async ({ mlruns }: Store, change: Partial<Promotion> = {}) =>
  promote(mlruns, await standingNow(mlruns, 'ranker', 'ranking'), { ...promotion, ...change });
const championOf = ({ registry }: Store) => registry.readAlias('ranker', 'champion');

describe('promote', () => {
  it('makes the challenger champion, and keeps who, when and why', async () => {
    const store = await trained([1]);
    expect(await promoteIn(store)).toContain('version 2 of ranker is champion now, version 1 was');
    expect(await championOf(store)).toBe(2);
    expect((await store.registry.history('ranker')).at(-1)).toEqual({
      ...{ alias: 'champion', action: 'set', from: 1, to: 2 },
      ...{ at: promotion.at, by: 'ann', reason: 'it earns more' },
    });
  });

  it('refuses what the gate refused, with its reasons, and moves nothing', async () => {
    const store = await trained([1, -1]);
    await promoteIn(store);
    await expect(promoteIn(store, { version: 3 })).rejects.toThrow(
      /version 3 of ranker is not promoted; champion stays version 2[\s\S]*gate, lift: found −1; required above 0/,
    );
    expect(await championOf(store)).toBe(2);
  });

  it('lets somebody take it upon himself, and keeps what the gate had said', async () => {
    const store = await trained([-1]);
    await promoteIn(store, { version: 2, isOverride: true });
    expect(await championOf(store)).toBe(2);
    const { reason } = (await store.registry.history('ranker')).at(-1)!;
    expect(reason).toBe('override: it earns more (gate, lift)');
  });

  it('refuses a run that failed its audit, whatever its gate said', async () => {
    const store = await trained([1], { tags: { 'audit.passed': 'false' } });
    await expect(promoteIn(store)).rejects.toThrow(/audit: its run did not pass/);
  });

  it('refuses a folder that is not what was registered, override or not', async () => {
    const store = await trained([1]);
    writeFileSync(join((await store.registry.version('ranker', 2)).dir, 'rule.json'), '{}');
    await expect(promoteIn(store, { isOverride: true })).rejects.toThrow(/rule\.json is damaged/);
    expect(await championOf(store)).toBe(1);
  });

  it('needs no gate to bring the rule back', async () => {
    const store = await trained([1]);
    await promoteIn(store);
    await promoteIn(store, { version: 1 });
    expect(await championOf(store)).toBe(1);
  });

  it('says what is missing: a challenger, or anything registered at all', async () => {
    await expect(promoteIn(await trained([-1]))).rejects.toThrow(/no challenger\n.*refused version 2/);
    await expect(promoteIn(await trained([]))).rejects.toThrow(
      /no version of ranker is registered yet\n.*ranking:train/,
    );
  });

  it('changes nothing where the version is champion already', async () => {
    const store = await trained([1]);
    await promoteIn(store);
    const before = await store.registry.history('ranker');
    expect(await promoteIn(store)).toBe('version 2 of ranker is champion already');
    expect(await store.registry.history('ranker')).toEqual(before);
  });
});

describe('an alias that was moved in MLflow', () => {
  it('is told, and gone on from', async () => {
    const store = await trained([1, 1]);
    writeFileSync(join(store.mlruns, 'models/ranker/aliases/champion'), '3');
    const now = await standingNow(store.mlruns, 'ranker', 'ranking');
    expect(now.outside).toEqual([
      'champion points at version 3, and was left at version 1 here: somebody moved it in MLflow',
    ]);
    expect(now.standing.champion).toBe(3);
    rmSync(join(store.mlruns, 'models/ranker/aliases/champion'));
    expect((await standingNow(store.mlruns, 'ranker', 'ranking')).outside[0]).toContain('points nowhere');
  });
});
