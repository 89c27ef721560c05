import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { typeHere, typeInProcess } from '@applied-modeling/command/testing';
import { fingerprintRelation, openLake } from '@applied-modeling/lakehouse';
import { describe, expect, it } from 'vitest';
import { scoresTable } from '../../src/score/scores-table.ts';
import { runIdOf, trained } from '../trained.ts';
import { main } from './toy-cli.ts';

const CLI = new URL('toy-cli.ts', import.meta.url);

/** A home with a rule that is champion and a model that challenges it, trained on the world of seed 7. */
async function home(): Promise<string> {
  const { home } = await trained([1]);
  const folder = join(home, 'runs/ranker', runIdOf(0).slice(0, 12));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'metrics.json'), JSON.stringify({ seed: 7, size: 'small' }));
  return home;
}

const ranking = (at: string, ...argv: string[]) => typeHere(main, at, argv);

async function contentOf(at: string): Promise<string> {
  const lake = await openLake(join(at, 'scores/ranker'), { threads: 1 });
  try {
    return await fingerprintRelation(lake, lake.latest(scoresTable));
  } finally {
    lake.close();
  }
}

describe('score', () => {
  it('refuses a day on which nobody is decided about', async () => {
    const { code, stderr } = await ranking(await home(), 'score', '--day', '2');
    expect(code).toBe(1);
    expect(stderr).toMatch(/nobody is decided about in day 2\n.*did not land/);
  });

  it('of own files needs no world that a run learnt from', async () => {
    const at = await home();
    rmSync(join(at, 'runs'), { recursive: true });
    expect((await ranking(at, 'score')).stderr).toContain('cannot be read');
    expect((await ranking(at, 'score', '--data', at)).code).toBe(0);
  });

  it('says that what the rule scored was replaced, though the rule has a version', async () => {
    const at = await home();
    await ranking(at, 'score');
    await ranking(at, 'promote', '--because', 'first');
    expect((await ranking(at, 'score')).stdout.replace(/\s+/g, ' ')).toContain('in place of those of the rule');
  });

  it('goes by the rule until a model is promoted, and by the rule again once it is rolled back', async () => {
    const at = await home();
    const scoredBy = async () => JSON.parse((await ranking(at, 'score', '--json')).stdout).origin;
    expect(await scoredBy()).toMatchObject({ scoredBy: 'rule', modelVersion: 1 });
    await ranking(at, 'promote', '--because', 'first');
    expect(await scoredBy()).toMatchObject({ scoredBy: 'model', modelVersion: 2 });
    await ranking(at, 'rollback', '--because', 'complaints');
    expect(await scoredBy()).toMatchObject({ scoredBy: 'rule', modelVersion: 1 });
  });

  it('says whom, why, by whom and where, within eighty columns', async () => {
    const at = await home();
    await ranking(at, 'promote', '--because', 'first');
    const { code, stdout } = await ranking(at, 'score');
    expect(code).toBe(0);
    for (const words of [
      '200 accounts, 10 to contact',
      'acct-',
      'high = 1; low = 0',
      'version 2, the champion',
      'scores',
    ])
      expect(stdout.replace(/\s+/g, ' ')).toContain(words);
    for (const line of stdout.split('\n')) if (!line.includes('/')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect((await ranking(at, 'score')).stdout.replace(/\s+/g, ' ')).toContain('scored already by the same model');
  });

  it('that is held back ends with 1, names the fault, and leaves the last good one in force', async () => {
    const at = await home();
    await ranking(at, 'promote', '--because', 'first');
    await ranking(at, 'score', '--day', '5'); // the newest is day 12, a week later
    const { code, stdout } = await ranking(at, 'score', '--plant-fault', 'half-the-rows');
    expect(code).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/HELD BACK.*✗ rows: .*2026-01-05 stays in force/);
  });

  it('by a model that cannot be read goes by the rule, and says why', async () => {
    const at = await home();
    await ranking(at, 'promote', '--because', 'first');
    writeFileSync(
      join(
        at,
        'mlruns',
        readdirSync(join(at, 'mlruns')).find((name) => /^\d+$/.test(name))!,
        runIdOf(0),
        'artifacts/model/rule.json',
      ),
      '{}',
    );
    const { code, stdout } = await ranking(at, 'score');
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/scored by the rule, because .*rule\.json is damaged/);
  });

  it('says what is missing: a trained model, or a day the tables know', async () => {
    const { home: bare } = await trained([]);
    expect((await ranking(bare, 'score')).stderr).toMatch(/no version of ranker is registered yet\n.*ranking:train/);
    expect((await ranking(await home(), 'score', '--day', '13')).stderr).toMatch(
      /day 13 cannot be scored\n.*days 1 to 12/,
    );
  });
});

it.each(['simulate', 'ingest', 'score'])(
  'killed after %s, it can run again and leaves the same table',
  async (stage) => {
    const [whole, at] = [await home(), await home()];
    for (const one of [whole, at]) await ranking(one, 'promote', '--because', 'first');
    await ranking(whole, 'score');
    const { child, ended } = typeInProcess(CLI, at, ['score']);
    child.stderr.on('data', (text) => String(text).includes(`✓ ${stage}`) && child.kill('SIGKILL'));
    expect((await ended).code).toBeNull();
    expect((await ranking(at, 'score')).code).toBe(0);
    expect(await contentOf(at)).toBe(await contentOf(whole));
  },
);

it('two at once: one wins, the other says so', async () => {
  const at = await home();
  const both = await Promise.all([1, 2].map(() => typeInProcess(CLI, at, ['score', '--json']).ended));
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ stdout }) => JSON.parse(stdout).kind).toSorted()).toEqual(['already', 'published']);
});
