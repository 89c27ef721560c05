import { describe, expect, it } from 'vitest';
import { coins, scratch } from './scratch.ts';

const home = scratch('home');

describe('help', () => {
  it('of a verb shows its flags with their values, on stdout', async () => {
    const { code, stdout, stderr } = await coins(home, 'train', '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: .*pnpm.* coins:train \[flags\]/);
    for (const words of ['--seed <N>', '(default: 7)', '--engine <count|guess>', '--plant-leak', 'all cores'])
      expect(stdout).toContain(words);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('of the command lists its verbs', async () => {
    const { code, stdout } = await coins(home, '--help');
    expect(code).toBe(0);
    for (const words of ['How often does it show heads?', 'coins:train', 'coins:count'])
      expect(stdout).toContain(words);
  });

  it("of own data is the pipeline's, and needs no folder", async () => {
    const { code, stdout } = await coins('/no/such/home', 'train', '--explain-data');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'tosses.csv: one row per toss\n' });
  });
});

describe('flags', () => {
  it('reach the verb with their types, and a lone -- is dropped', async () => {
    expect(await coins(home, 'count', '--', '--up-to', '2')).toEqual({ code: 0, stdout: '1\n2\n', stderr: '' });
    expect((await coins(home, 'count')).stdout).toBe('1\n2\n3\n');
  });

  it('stand beside what has to be typed, which help names and nothing stands in for', async () => {
    expect((await coins(home, 'toss', 'a "dime", -- and more', '--by', 'me')).stdout).toBe(
      'a "dime", -- and more by me\n',
    );
    expect((await coins(home, 'toss', '--by', 'me', '-- a comment\nand a dime')).stdout).toContain('and a dime by me');
    expect((await coins(home, 'toss', '--help')).stdout).toMatch(/coins:toss <COIN> \[flags\]/);
    const { code, stderr } = await coins(home, 'toss');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("missing required argument 'COIN'") });
  });

  it.each([
    [[], 'coins:train'],
    [['train', '--seed', '-1'], "'-1' is invalid. expected a whole number from 0"],
    [['train', '--seed', '1e3'], 'expected a whole number'],
    [['train', '--size', 'huge'], 'expected small or medium or large'],
    [['train', '--threads', '0'], 'expected a whole number from 1 to 64'],
    [['train', '--sede', '7'], 'Did you mean --seed?'],
    [['train', '--data', '.', '--plant-leak'], "'--data <DIR>' cannot be used with option '--plant-leak'"],
    [['train', '--size', 'small', '--data', '.'], "cannot be used with option '--size"],
    [['train', '--data='], 'expected a directory'],
    [['trian'], 'Did you mean train?'],
    [['train', '7'], 'too many arguments'],
  ])('that make no sense end with 2 and say what was expected: %j', async (argv, words) => {
    const { code, stdout, stderr } = await coins(home, ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
