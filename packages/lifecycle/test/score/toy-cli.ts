import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandLine } from '@applied-modeling/command';
import { operationVerbs, scoreTables } from '../../src/index.ts';
import { fingerprint, parts } from '../trained.ts';
import { toyRun } from './toy-batch.ts';

/** A pipeline whose stages take a moment each, long enough to be killed in. */
const A_MOMENT = 40;

/** Nobody is decided about. */
const EMPTY_DAY = 2;

const steps = {
  REPLAYS_FILE: new URL('file:///nowhere/monitor.json'),
  trainRun: () => Promise.reject(new Error('nothing is trained here')),
  watchRun: () => Promise.reject(new Error('nothing is watched here')),
  figure: 'ap',
  scored: { candidates: 'accounts', chosen: 'to contact' },
  simulate: async (worlds: string) => {
    await wait(A_MOMENT);
    const lakeDir = join(worlds, 'lake');
    mkdirSync(lakeDir, { recursive: true });
    return { lakeDir, truthDir: null, weeks: 9, rows: {}, clock: { epoch: 0 }, generator: 'none' };
  },
  scoreRun: (options: Parameters<typeof scoreTables>[0]) =>
    scoreTables(options, {
      ...{ model: 'ranker', fingerprint, parts },
      ingest: async () => {
        await wait(A_MOMENT);
        return {
          lake: { close: () => undefined },
          fingerprint: 'd1',
          calendar: { unit: 'day', historySteps: 13, lastMaturedStep: 11 },
        } as const;
      },
      firstStep: 1,
      score: async (_, champion, day) => {
        await wait(A_MOMENT);
        const { batch } = toyRun(day);
        if (day === EMPTY_DAY) return { ...batch, entityId: [] };
        if (champion.kind === 'model') return batch;
        return { ...batch, probability: batch.probability.map(() => Number.NaN) };
      },
    }),
};

export const { main } = await commandLine(import.meta.url, {
  name: 'ranking',
  folder: 'ranker',
  question: 'What comes first?',
  verbs: operationVerbs({ model: 'ranker', command: 'ranking', step: 'day', load: async () => steps }),
});
