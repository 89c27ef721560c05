import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commandLine, Refusal } from '@applied-modeling/command';
import { typeHere } from '@applied-modeling/command/testing';
import { openLake, type TableContract } from '@applied-modeling/lakehouse';
import { expect, it } from 'vitest';
import { monitorVerb, signalsOf } from '../../src/index.ts';
import { driftMetrics, profileMetrics } from '../../src/monitor/metric-tables.ts';
import { scratchFolder } from '../scratch.ts';
import { runIdOf, trained } from '../trained.ts';
import { toyWatch } from './toy-watch.ts';

const WORLD = { lakeDir: '', truthDir: null, weeks: 0, rows: {}, clock: { epoch: 0 }, generator: 'g' };

/** A home in which a model was trained on the world of seed 7, and a command that watches toys. */
async function watching({ seed = 7 as number | null, untrainable = 0, unwatchable = 0 } = {}) {
  const { home } = await trained([1]);
  const folder = join(home, 'runs/ranker', runIdOf(0).slice(0, 12));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'metrics.json'), JSON.stringify({ seed, size: 'small' }));
  const replays = join(scratchFolder(), 'monitor.json');
  const { main } = await commandLine(import.meta.url, {
    ...{ name: 'ranking', folder: 'ranker', question: 'What comes first?' },
    verbs: {
      monitor: monitorVerb({
        ...{ model: 'ranker', command: 'ranking', step: 'week' },
        load: async () => ({
          REPLAYS_FILE: pathToFileURL(replays),
          simulate: async () => WORLD,
          trainRun: async ({ seed }) => {
            if (seed === untrainable) throw new Refusal('too few events', []);
            return { ingested: { lake: { close: () => undefined } } };
          },
          watchRun: async ({ seed, steps }) => {
            if (seed === unwatchable) throw new Refusal('no model was trained', []);
            return toyWatch(seed, { steps });
          },
        }),
      }),
    },
  });
  return { home, replays, monitor: (...argv: string[]) => typeHere(main, home, ['monitor', ...argv]) };
}

it('tells on one screen which signals alarm, and leaves a report', async () => {
  const { home, monitor } = await watching();
  const { code, stdout } = await monitor('--steps', '12', '--inject', 'source-stops');
  expect(code).toBe(0);
  const told = stdout.replace(/\s+/g, ' ');
  expect(told).toContain('weeks 0 to 11 watched, with source-stops injected');
  expect(told).toMatch(/missing values 1.00 1.00 0.10 — week 7/);
  expect(told).toContain('nobody has measured: --replays 20');
  expect(told).toContain('ranking no period has matured yet');
  for (const line of stdout.split('\n')) if (!line.includes('/')) expect(line.length, line).toBeLessThanOrEqual(80);
  const [folder] = readdirSync(join(home, 'runs/ranker')).filter((name) => name.startsWith('monitor-'));
  const page = readFileSync(join(home, 'runs/ranker', folder, 'report.html'), 'utf8');
  expect(page).toContain('Look at feature drift');
});

it('prints one object instead, with the signals by name', async () => {
  const { monitor } = await watching();
  const told = JSON.parse((await monitor('--steps', '20', '--json')).stdout);
  expect(told).toMatchObject({ model: 'ranker', first: 0, last: 19, inject: 'none', outcomes: { steps: 14 } });
  expect(told.signals.map(({ signal }: { readonly signal: string }) => signal)).toEqual(
    signalsOf(toyWatch(7)).map(({ name }) => name),
  );
});

it('writes a profile and a drift table, a row a step and column', async () => {
  const { home, monitor } = await watching();
  await monitor('--steps', '12');
  await monitor('--steps', '10', '--inject', 'source-stops');
  const lake = await openLake(join(home, 'scores/ranker'), { threads: 1 });
  try {
    const inOrder = (table: TableContract) =>
      lake.query(`SELECT * FROM ${lake.latest(table)} WHERE column_name = 'x' ORDER BY window_start`);
    const [profile, drift] = [await inOrder(profileMetrics), await inOrder(driftMetrics)];
    const [before, after] = [Array(6).fill(0), [1, 1, 1, 1]]; // ten steps of the second watch, one column
    expect([...profile.numbers('num_nulls')]).toEqual([...before, ...after.map((one) => 400 * one)]);
    expect([...profile.numbers('percent_null')]).toEqual([...before, ...after]);
    expect([...drift.numbers('percent_null_delta')]).toEqual([...before, ...after]);
    for (const mean of profile.numbers('avg').slice(0, 6)) expect(mean).toBeCloseTo(0.125, 1); // of half a cubed uniform
    expect([...profile.numbers('avg').slice(6)]).toEqual(after.map(() => Number.NaN));
    for (const index of drift.numbers('population_stability_index').slice(6)) expect(index).toBeGreaterThan(1);
    const whole = await lake.query(`SELECT * FROM ${lake.latest(profileMetrics)} WHERE column_name = ':table'`);
    expect([...whole.strings('granularity')]).toEqual(['8 weeks']);
    expect([...whole.numbers('count')]).toEqual([8 * 400]);
    expect(whole.numbers('estimated_average_precision')[0]).toBeGreaterThan(0.2);
    expect([...whole.numbers('average_precision')]).toEqual([Number.NaN]); // four of the eight have matured
  } finally {
    lake.close();
  }
});

it('saves what twenty replays said, and fewer only tells', async () => {
  const { monitor, replays } = await watching();
  expect(JSON.parse((await monitor('--steps', '16', '--replays', '2', '--json')).stdout)).toHaveLength(2);
  expect(existsSync(replays)).toBe(false);
  await monitor('--steps', '16', '--replays', '20');
  expect(JSON.parse(readFileSync(replays, 'utf8'))).toHaveLength(20);
  expect((await monitor('--steps', '12')).stdout.replace(/\s+/g, ' ')).toContain('false alarms in 20 small worlds');
});

it('needs a world that goes on: files of a person do not', async () => {
  const { monitor } = await watching({ seed: null });
  const { code, stderr } = await monitor();
  expect(code).toBe(1);
  expect(stderr).toContain('a watch needs a simulated world');
});

it('measures the monitor before anything was trained: each replay trains its own model, and leaves none', async () => {
  const { home, monitor } = await watching({ seed: null });
  const { code, stdout } = await monitor('--steps', '16', '--replays', '2');
  expect(code).toBe(0);
  expect(stdout).toContain('2 small worlds, 16 weeks each');
  expect(readdirSync(join(home, 'runs')).filter((name) => name.startsWith('.'))).toEqual([]);
});

it('passes over a world that no model can be judged by, and says which it took', async () => {
  const { monitor } = await watching({ untrainable: 2 });
  const { stdout } = await monitor('--steps', '16', '--replays', '3', '--json');
  expect(JSON.parse(stdout).map(({ seed }: { readonly seed: number }) => seed)).toEqual([1, 3, 4]);
});

it('does not pass over a world whose model cannot be watched: that is a fault, and no small world', async () => {
  const { monitor } = await watching({ unwatchable: 2 });
  const { code, stderr } = await monitor('--steps', '16', '--replays', '3');
  expect(code).toBe(1);
  expect(stderr).toContain('no model was trained');
});

it('injects every drift in a replay, and takes no other', async () => {
  const { monitor } = await watching();
  const { code, stderr } = await monitor('--replays', '2', '--inject', 'world-turns');
  expect(code).toBe(1);
  expect(stderr).toContain('leave out --inject');
});
