import type { Stage } from '@applied-modeling/command';
import { expect, it } from 'vitest';
import { type Cadence, watchTables } from '../../src/index.ts';
import { fingerprint, parts, trained } from '../trained.ts';
import { toyWatch } from './toy-watch.ts';

const stage: Stage = (_, work) => work(() => undefined);

/** Tables that know ten steps before the watch and however many after it, and what was asked of them. */
async function watching(steps: number, { cadence = 'week' as Cadence, fails = false } = {}) {
  const { mlruns: mlrunsDir } = await trained([1]);
  const lake = { closed: 0, close: () => void (lake.closed += 1) };
  const seen: { following?: number | undefined; steps?: readonly number[] } = {};
  const simulate = async (_: string, { following }: { readonly following?: number }) => {
    seen.following = following;
    return { lakeDir: '', truthDir: null, weeks: 0, rows: {}, clock: { epoch: 0 }, generator: 'g' };
  };
  const watch = watchTables(
    { cadence, steps, simulate, seed: 7, size: 'small', threads: 1, mlrunsDir, worldsDir: '', stage },
    {
      ...{ model: 'ranker', fingerprint, parts },
      ingest: async () => ({
        lake,
        fingerprint: 'd1',
        calendar: { unit: 'week', historySteps: 30, lastMaturedStep: 27 },
      }),
      ...{ firstStep: 3, lastStep: () => 30 },
      watch: async (_, model, { steps, lastMatured }) => {
        seen.steps = steps;
        expect(lastMatured).toBe(27);
        expect(model.kind).toBe('model');
        if (fails) throw new Error('no room');
        return toyWatch(1);
      },
    },
  );
  return { lake, seen, watch };
}

it('lets the world run on for as long as is watched, and watches its last steps', async () => {
  const { lake, seen, watch } = await watching(12);
  expect(await watch).toMatchObject({ cadence: 'week', version: 2, drift: { columns: [{ name: 'a' }] } });
  expect(seen.following).toBe(12);
  expect(seen.steps).toEqual([19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  expect(lake.closed).toBe(1);
});

it('asks for whole weeks of days', async () => {
  const { seen, watch } = await watching(15, { cadence: 'day' });
  await watch;
  expect(seen.following).toBe(3);
});

it('closes the tables where a watch fails', async () => {
  const { lake, watch } = await watching(12, { fails: true });
  await expect(watch).rejects.toThrow('no room');
  expect(lake.closed).toBe(1);
});

it('refuses more steps than the model has a past for, and says how many it can watch', async () => {
  const { watch } = await watching(28);
  await expect(watch).rejects.toThrow('28 weeks cannot be watched');
});
