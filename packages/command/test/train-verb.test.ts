import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunMetrics } from '../src/index.ts';
import { coins, scratch } from './scratch.ts';

const metricsOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout) as RunMetrics;

describe('a run', () => {
  it('prints one object and leaves one folder, and nothing beside it', async () => {
    const home = scratch('home');
    const run = await coins(home, 'train', '--size', 'small', '--json');
    expect(run.code, run.stderr).toBe(0);
    const { run_id, seed, size, seconds, peak_rss_mib, metrics, paths } = metricsOf(run);
    expect({ seed, size, heads: metrics.heads }).toEqual({ seed: 7, size: 'small', heads: 0.57 });
    expect(Object.keys(seconds)).toEqual(['simulate', 'ingest', 'train', 'report', 'total']);
    expect(peak_rss_mib).toBeGreaterThan(10);
    expect(paths.metrics).toMatch(/metrics\.json$/);
    expect(readdirSync(join(home, 'runs', 'coins'))).toEqual([run_id]);
    const folder = join(home, 'runs', 'coins', run_id);
    expect(readdirSync(folder).sort()).toEqual(['metrics.json', 'report.md', 'training-set.arrow']);
    expect((JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8')) as RunMetrics).run_id).toBe(run_id);
    for (const stage of ['simulate', 'ingest', 'train', 'report']) expect(run.stderr).toContain(`✓ ${stage}`);
  });

  it('whose audit refused ends with 1 and is published all the same', async () => {
    const home = scratch('home');
    const run = await coins(home, 'train', '--plant-leak', '--json');
    expect(run.code).toBe(1);
    expect(metricsOf(run).audit).toEqual({ passed: false, findings: ['it knows the coin'] });
    expect(readdirSync(join(home, 'runs', 'coins'))).toHaveLength(1);
  });

  it('reads own data through a scratch folder that is gone afterwards', async () => {
    const [home, data] = [scratch('home'), scratch('data')];
    writeFileSync(join(data, 'tosses.csv'), '1\n0\n0\n0');
    const run = await coins(home, 'train', '--data', data, '--json');
    expect(metricsOf(run)).toMatchObject({ seed: null, size: null, metrics: { heads: 0.25 } });
    expect(readdirSync(join(home, 'runs'))).toEqual(['coins']);
  });

  it('sweeps what killed runs left, and spares those that still work', async () => {
    const home = scratch('home');
    const runs = join(home, 'runs', 'coins');
    const left = [join(home, 'runs', '.own-data-another-1-x'), join(runs, '.writing-another-1-x')];
    const living = join(runs, '.writing-another-2-x');
    for (const dir of [...left, living]) mkdirSync(dir, { recursive: true });
    for (const dir of left) utimesSync(dir, 0, 0);
    await coins(home, 'train');
    expect(readdirSync(join(home, 'runs'))).toEqual(['coins']);
    expect(readdirSync(runs).filter((name) => name.startsWith('.'))).toEqual([basename(living)]);
  });
});

describe('the previous run', () => {
  it('is the newest of the same seed and size that passed, whatever lies beside it', async () => {
    const home = scratch('home');
    const runs = join(home, 'runs', 'coins');
    const trained = async (...argv: string[]) => metricsOf(await coins(home, 'train', '--json', ...argv)).run_id;
    const touch = (id: string, second: number) => utimesSync(join(runs, id, 'metrics.json'), second, second);
    touch(await trained(), 1);
    const newest = await trained();
    touch(newest, 2);
    touch(await trained('--plant-leak'), 3);
    touch(await trained('--seed', '8'), 4);
    for (const [index, damage] of ['garbage', 'null', '{"seed":7,"size":"medium","audit":{"passed":true}}'].entries()) {
      mkdirSync(join(runs, String(index)));
      writeFileSync(join(runs, String(index), 'metrics.json'), damage);
    }
    expect((await coins(home, 'train')).stdout).toContain(`before ${newest}`);
  });
});

describe('what cannot work ends with 1 and a sentence', () => {
  it.each([
    [['--data', '/no/such/dir'], '/no/such/dir'],
    [['--data', import.meta.filename], 'is a file'],
    [['--data', import.meta.dirname], 'no tosses.csv; add one'],
  ])('%j', async (argv, words) => {
    const home = scratch('home');
    const { code, stdout, stderr } = await coins(home, 'train', ...argv);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(join(home, 'runs'))).toEqual(['coins']);
  });

  it('a damaged world, with what to delete', async () => {
    const home = scratch('home');
    await coins(home, 'train');
    const world = join(home, 'datasets', 'coins', 'generated', 'medium-7');
    writeFileSync(join(world, 'lake', 'tosses.csv'), 'tails');
    const { code, stderr } = await coins(home, 'train');
    expect(code).toBe(1);
    expect(stderr).toContain(`coins: tosses: found NaN; expected 0 or 1; correct it; or delete ${world}`);
    expect(stderr).toContain('✗ ingest');
  });

  it('a file where a folder should be', async () => {
    const home = scratch('home');
    writeFileSync(join(home, 'mlruns'), '');
    const { code, stderr } = await coins(home, 'train');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /mlruns cannot be written to \(EEXIST\)\n {2}- make it writable, or set APPLIED_MODELING_HOME/,
    );
  });
});
