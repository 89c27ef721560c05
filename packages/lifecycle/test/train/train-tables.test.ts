import type { Stage } from '@applied-modeling/command';
import { expect, it } from 'vitest';
import { trainTables } from '../../src/index.ts';
import { scratchFolder } from '../scratch.ts';

const stage: Stage = (_, work) => work(() => undefined);
const source = { kind: 'files', dir: '', lakeDir: '' } as const;

/** Tables that count how often they were closed. */
function asked() {
  const lake = { closed: 0, close: () => void (lake.closed += 1) };
  return { tables: { lake }, options: { stage, source, threads: 1, mlrunsDir: scratchFolder() } };
}

it('leaves the tables open for whoever asked, and says what was in force', async () => {
  const { tables, options } = asked();
  const run = await trainTables(options, {
    ...{ model: 'ranker', ingest: async () => tables },
    train: async (ingested, standing) => ({ ingested, standing }),
  });
  expect(run).toEqual({ ingested: tables, standing: { rule: null, champion: null, challenger: null } });
  expect(tables.lake.closed).toBe(0);
});

it('closes them where training fails', async () => {
  const { tables, options } = asked();
  const run = trainTables(options, {
    ...{ model: 'ranker', ingest: async () => tables },
    train: () => Promise.reject(new Error('no room')),
  });
  await expect(run).rejects.toThrow('no room');
  expect(tables.lake.closed).toBe(1);
});
