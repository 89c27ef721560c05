import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Batches, double, int, loadInTurns, tableContract } from '../src/index.ts';
import { crmAccounts, march, temporaryDir, temporaryLake, usageDaily } from './fixture.ts';

const readings = tableContract({
  name: 'readings',
  grain: 'one row per sensor per step',
  columns: { sensor: z.string(), step: int(), value: double() },
  key: ['sensor', 'step'],
  history: 'static',
});
const secrets = tableContract({
  name: 'secrets',
  grain: 'one row per step',
  columns: { step: int(), cause: z.string().nullable() },
  key: ['step'],
  history: 'static',
});

/** Two sensors a step, in arrays that are longer than what they hold and filled anew for the next step. */
function sensors() {
  const dictionary = ['a', 'b'];
  const columns = {
    sensor: { codes: Uint8Array.of(0, 1, 1), dictionary },
    step: new Int32Array(3),
    value: new Float64Array(3),
  };
  return (step: number) => {
    columns.step.fill(step);
    columns.value.set([step, 10 * step]);
    return { columns, rows: 2 };
  };
}

const options = (dir: string, step: (step: number) => Batches) => ({
  lakes: [
    { dir: join(dir, 'lake'), tables: [readings, crmAccounts], threads: 1 },
    { dir: join(dir, 'truth'), tables: [secrets], threads: 1 },
  ],
  steps: 7,
  stepsPerCommit: 2,
  step,
  committedAt: () => march(1),
});

describe('a load in turns', () => {
  test('writes what the steps made, in commits of some steps, to the lake each table belongs to', async () => {
    const dir = temporaryDir();
    const reading = sensors();
    const told: number[] = [];
    const rows = await loadInTurns({
      ...options(dir, (step) => ({
        readings: reading(step),
        ...(step >= 4 && { secrets: [{ step, cause: step === 5 ? null : 'heat' }] }),
      })),
      closing: () => ({ crm_accounts: [{ account_id: 'x', owner: 'somebody' }] }),
      onStep: (step) => told.push(step),
    });
    expect(rows).toEqual({ readings: 14, secrets: 3, crm_accounts: 1 });
    expect(told).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const [lake, sideCar] = [await temporaryLake(join(dir, 'lake')), await temporaryLake(join(dir, 'truth'))];
    const found = await lake.query(`SELECT * FROM ${lake.latest(readings)} ORDER BY step, sensor`);
    expect([...found.numbers('value')]).toEqual([0, 0, 1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60]);
    // Version 0 is the empty table; seven steps by two are four commits.
    expect(lake.versions('readings').map(({ version }) => version)).toEqual([0, 1, 2, 3, 4]);
    expect(sideCar.versions('secrets').length).toBe(3);
    const causes = await sideCar.query(`SELECT cause FROM ${sideCar.latest(secrets)} ORDER BY step`);
    expect(causes.nullableStrings('cause')).toEqual(['heat', null, 'heat']);
  });

  test('creates no table that nothing brings, and an empty one for a batch of no rows', async () => {
    const dir = temporaryDir();
    const rows = await loadInTurns(options(dir, () => ({ readings: [] })));
    expect(rows).toEqual({ readings: 0 });
    expect(existsSync(join(dir, 'truth', 'secrets'))).toBe(false);
  });

  test('with overwrite keeps the rows of the last commit, and the others as versions with a clock of their own', async () => {
    const dir = temporaryDir();
    const rows = await loadInTurns({
      lakes: [{ dir, tables: [crmAccounts], threads: 1 }],
      mode: 'overwrite',
      steps: 3,
      stepsPerCommit: 1,
      step: (night) => ({ crm_accounts: [{ account_id: 'x', owner: `owner ${night}` }] }),
      committedAt: (night) => march(1 + night),
    });
    expect(rows).toEqual({ crm_accounts: 1 });
    const lake = await temporaryLake(dir);
    const ownerAt = async (day: number) =>
      (await lake.query(`SELECT owner FROM ${lake.asStoredAt(crmAccounts, march(day))}`)).strings('owner');
    expect([await ownerAt(1), await ownerAt(2), await ownerAt(9)]).toEqual([['owner 0'], ['owner 1'], ['owner 2']]);
  });

  test('ends with the reason when a commit breaks the contract, though it is written beside the next steps', async () => {
    const twice = () => ({ readings: [{ sensor: 'a', step: 0, value: 1 }] });
    await expect(loadInTurns(options(temporaryDir(), twice))).rejects.toThrow(
      /2 rows break "unique key \(sensor, step\)"/,
    );
  });

  test('ends with the reason when a step fails while the steps before it are being written', async () => {
    const reading = sensors();
    const failing = (step: number) => {
      if (step === 3) throw new RangeError('step 3: found no sensor');
      return { readings: reading(step) };
    };
    await expect(loadInTurns(options(temporaryDir(), failing))).rejects.toThrow('step 3: found no sensor');
  });

  test('refuses a batch of a table that none of the lakes lists', async () => {
    const stray = () => ({ [usageDaily.name]: [] });
    await expect(loadInTurns(options(temporaryDir(), stray))).rejects.toThrow(/a batch of usage_daily, which none/);
  });
});
