import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { inScratchFolder, sweepScratch } from '../src/scratch-folder.ts';
import { scratch } from './scratch.ts';

it('is a folder of this machine and process, gone when the work is done or fails', async () => {
  const parent = scratch('parent');
  const work = async (folder: string) => {
    writeFileSync(join(folder, 'rows'), '1');
    expect(basename(folder)).toMatch(new RegExp(`^\\.mine-[0-9a-f]{8}-${process.pid}-`));
    throw new Error('no memory');
  };
  await expect(inScratchFolder(parent, '.mine-', work)).rejects.toThrow('no memory');
  expect(readdirSync(parent)).toEqual([]);
});

it('is swept when its process is gone; on another machine, which cannot be asked, after a day', async () => {
  const parent = scratch('parent');
  const gone = spawnSync('true').pid;
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  await inScratchFolder(parent, '.mine-', async (own) => {
    const [, machine] = basename(own).slice(1).split('-');
    const folders = {
      [`.mine-${machine}-${gone}-a`]: 0,
      [`.mine-${machine}-${process.ppid}-b`]: 1000,
      [`.mine-0badc0de-${gone}-c`]: 23,
      [`.mine-0badc0de-${process.ppid}-d`]: 25,
      // As folders were named before machines were.
      [`.mine-${gone}-e`]: 25,
      '.other-1-1': 1000,
    };
    for (const [name, age] of Object.entries(folders)) {
      mkdirSync(join(parent, name));
      utimesSync(join(parent, name), hoursAgo(age), hoursAgo(age));
    }
    sweepScratch(parent, '.mine-', Date.now());
    const left = [basename(own), `.mine-${machine}-${process.ppid}-b`, `.mine-0badc0de-${gone}-c`, '.other-1-1'];
    expect(readdirSync(parent).sort()).toEqual(left.sort());
  });
});
