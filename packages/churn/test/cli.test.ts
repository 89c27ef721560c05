import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { lendWorld, typeHere, typeInProcess } from '@applied-modeling/command/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { scratch } from './scratch.ts';
import { simulateSmall } from './small-world.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

let smallWorld: string;
beforeAll(async () => {
  smallWorld = dirname((await simulateSmall()).lakeDir);
});

const CLI = new URL('../src/cli.ts', import.meta.url);
const churn = (home: string, ...argv: string[]) => typeHere(main, home, argv);

const SMALL = ['train', '--size', 'small'] as const;

it('refuses the planted leak with exit code 1, in words, and writes a report but no answer', async () => {
  const home = scratch('home');
  lendWorld(home, 'churn', await simulateSmall());
  const { code, stdout } = await churn(home, ...SMALL, '--plant-leak');
  expect(code).toBe(1);
  expect(stdout).toMatch(/audit +refused/i);
  for (const column of ['crm_is_red', 'crm_is_closed_lost']) expect(stdout).toContain(column);
  for (const line of stdout.split('\n')) if (!line.includes('/')) expect(line.length, line).toBeLessThanOrEqual(80);
  const runs = join(home, 'runs', 'churn');
  const files = readdirSync(join(runs, readdirSync(runs)[0]));
  expect(files).toContain('report.html');
  expect(files).not.toContain('ANSWER.md');
});

it('explains what own data may hold: files, which must be there, how much history', async () => {
  const { code, stdout } = await churn(scratch('home'), 'train', '--explain-data');
  expect(code).toBe(0);
  expect(stdout).toContain('usage_daily must span at least 84 whole weeks');
  expect(stdout).toContain('required: accounts.csv, accounts.parquet or Delta table accounts/');
  expect(stdout).toContain('optional: tickets.csv, tickets.parquet or Delta table tickets/');
});

it('knows its engines', async () => {
  const { code, stderr } = await churn(scratch('home'), 'train', '--engine', 'xgboost');
  expect(code).toBe(2);
  expect(stderr).toContain('expected gbm or ml-xgboost');
});

describe('a damaged world ends with 1, a sentence, and what to delete', () => {
  const expectRemedy = async (home: string, table: RegExp) => {
    const { code, stdout, stderr } = await churn(home, ...SMALL);
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    for (const words of [table, /delete .*generated/]) expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  };
  const homeToDamage = () => {
    const home = scratch('home');
    const world = join(home, 'datasets', 'churn', 'generated', basename(smallWorld));
    mkdirSync(dirname(world), { recursive: true });
    cpSync(smallWorld, world, { recursive: true });
    return home;
  };
  const tableIn = (home: string, name: string) =>
    join(home, 'datasets/churn/generated', basename(smallWorld), 'lake', name);

  it('whose log is cut off', async () => {
    const home = homeToDamage();
    const log = join(tableIn(home, 'usage_daily'), '_delta_log');
    truncateSync(join(log, readdirSync(log)[0]), 40);
    await expectRemedy(home, /usage_daily/);
  });

  it('that lacks a Parquet file', async () => {
    const home = homeToDamage();
    const table = tableIn(home, 'tickets');
    rmSync(join(table, readdirSync(table).find((name) => name.endsWith('.parquet'))!));
    await expectRemedy(home, /tickets/);
  });
});

it('an interrupted run leaves no world that a reader could find', async () => {
  const home = scratch('home');
  const cache = join(home, 'datasets', 'churn', 'generated');
  const { child, ended } = typeInProcess(CLI, home, SMALL);
  while (!existsSync(cache) || readdirSync(cache).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(readdirSync(cache).filter((name) => !name.startsWith('.'))).toEqual([]);
});
