import { join } from 'node:path';
import type { Stage } from '@applied-modeling/command';
import { openRegistry, readServingModel, recordTrainingRun } from '@applied-modeling/tracking';
import { expect, it } from 'vitest';
import { costsOf, tellDrill } from '../../src/drill/tell-drill.ts';
import { type DrillSteps, drill } from '../../src/index.ts';
import { toyWatch } from '../monitor/toy-watch.ts';
import { scratchFolder } from '../scratch.ts';
import { fingerprint, parts, training } from '../trained.ts';

/** One split of one column; a row below it is likely. */
const TREE = JSON.stringify({
  learner: {
    feature_names: ['a'],
    gradient_booster: {
      model: {
        trees: [
          {
            left_children: [1, -1, -1],
            right_children: [2, -1, -1],
            split_indices: [0, 0, 0],
            split_conditions: [0.3, -2, 1],
          },
        ],
      },
    },
  },
});

const stage: Stage = (_, work) => work(() => undefined);
const ACT_USD = 1;

/** Trains a tree each time it is asked, and watches with whatever the registry says: one that learnt another unit calls nobody likely. */
function steps(lift: number): DrillSteps {
  let trained = 0;
  return {
    actUsd: ACT_USD,
    simulate: async () => ({ lakeDir: '', truthDir: null, weeks: 0, rows: {}, clock: { epoch: 0 }, generator: 'g' }),
    trainRun: async ({ mlrunsDir }) => {
      const run = training(trained++, lift);
      const candidate = { ...run.candidate!, model: { kind: 'xgboost', json: TREE } as const };
      await recordTrainingRun(mlrunsDir, { ...run, candidate });
      return { ingested: { lake: { close: () => undefined } } };
    },
    watchRun: async ({ mlrunsDir }) => {
      const { folder } = (await readServingModel(mlrunsDir, 'ranker', { fingerprint, parts }))!;
      const [threshold] = JSON.parse(folder.text('model.json')).learner.gradient_booster.model.trees[0]
        .split_conditions;
      const watch = toyWatch(1, { steps: 40 });
      const isBad = threshold > 1;
      return {
        ...watch,
        watched: ['a'],
        drift: { columns: watch.drift.columns.map((column) => ({ ...column, name: 'a' })) },
        steps: watch.steps.map(({ batch, ...step }) => ({
          ...step,
          batch: {
            ...batch,
            read: { ...batch.read, names: ['a'] },
            probability: isBad ? batch.probability.map((chance) => chance / 3) : batch.probability,
            expectedUsd: batch.probability.map((chance) => 100 * chance),
            isChosen: isBad ? batch.isChosen.toReversed() : batch.isChosen,
          },
        })),
      };
    },
  };
}

async function drilled(lift: number) {
  const dir = scratchFolder();
  let now = Date.UTC(2026, 0, 1);
  const found = await drill(steps(lift), {
    ...{ model: 'ranker', command: 'ranking', cadence: 'week', steps: 40, seed: 7, size: 'small', threads: 1 },
    ...{ simulate: steps(lift).simulate, worldsDir: '', stage, dir, clock: () => (now += 500) },
  });
  return { found, mlruns: join(dir, 'mlruns') };
}

it('promotes a bad model, notices, rolls back, and tells it as it was', async () => {
  const { found, mlruns } = await drilled(0.1);
  const versions = { good: 2, bad: 3, retrained: 4 };
  expect(found).toMatchObject({ promotedAt: 6, column: 'a', factor: 100, versions, alarm: { at: 7 } });
  expect(found.lateAlarm!.at).toBeGreaterThan(7);
  // What was retrained is a challenger; the good model is champion again.
  expect(found.standing).toEqual({ rule: 1, champion: 2, challenger: 4 });

  const moves = (await openRegistry(mlruns).history('ranker')).filter(({ alias }) => alias === 'champion');
  expect(moves.map(({ to, reason }) => [to, reason])).toEqual([
    [1, expect.any(String)],
    [2, 'the best there is'],
    [3, 'it has to be out by Friday'],
    [2, 'the monitor alarms'],
  ]);

  const { watched, byOutcomes, unwatched } = costsOf(found);
  expect(found.lostUsd.every((usd) => usd > 0)).toBe(true);
  expect(watched).toBeCloseTo(found.lostUsd[0] + found.lostUsd[1]);
  expect(unwatched).toBeCloseTo(found.lostUsd.slice(0, 13).reduce((sum, usd) => sum + usd, 0));
  expect(byOutcomes!).toBeGreaterThan(watched!);

  const told = tellDrill(found);
  const inOneLine = told.replace(/\s+/g, ' ');
  expect(inOneLine).toContain('version 4: the gate passed it, so it is the challenger, and version 2 stays champion');
  for (const line of told.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
});

it('makes no challenger of what the gate refuses, and no champion of anything', async () => {
  const { found } = await drilled(-0.1);
  expect(found.standing).toEqual({ rule: 1, champion: 2, challenger: null });
  expect(tellDrill(found).replace(/\s+/g, ' ')).toContain('the gate refused it');
});
