import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { trainingSet } from '../../src/pipeline.ts';
import { ingest } from '../../src/stages/1-ingest.ts';
import { split } from '../../src/stages/3-split.ts';
import { ingested, world } from '../small-run.ts';

it('reads all that was logged when the history ended, and nothing later', async () => {
  const found = await ingested.lake.query('SELECT max(epoch_ms(available_at))::DOUBLE AS newest FROM actions');
  expect(found.numbers('newest')[0]).toBeLessThanOrEqual(ingested.calendar.now);
  expect(ingested.rows.actions).toBeGreaterThan(0.99 * world.rows.actions);
});

describe("a person's own list of opens", () => {
  const dirs: string[] = [];
  afterAll(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true });
  });
  const folder = () => {
    dirs.push(mkdtempSync(join(tmpdir(), 'notebook-recommender-')));
    return dirs.at(-1)!;
  };
  const read = (dir: string) => ingest({ kind: 'files', dir, lakeDir: join(folder(), 'lake') }, { threads: 1 });

  /** Three people who each open one of two notebooks of theirs twice a day, for so many days. */
  const opens = (days: number) => {
    const dir = folder();
    const rows = Array.from({ length: 6 * days }, (_, nth) => {
      const [day, person, hour] = [Math.floor(nth / 6), nth % 3, nth % 6 < 3 ? 9 : 15];
      const at = new Date(Date.UTC(2025, 0, 6 + day, hour, person)).toISOString();
      return `a${nth},user-${person},book-${2 * person + ((day + hour) % 2)},${at},${at}`;
    });
    const header = 'action_id,user_id,notebook_id,acted_at,available_at';
    writeFileSync(join(dir, 'actions.csv'), `${[header, ...rows].join('\n')}\n`);
    return dir;
  };

  it('suffices, and it is said what is not known without the rest', async () => {
    const own = await read(opens(120));
    for (const words of [/without impressions/, /without users/, /without acl_events .* not tested/, /without lineage/])
      expect(own.notes.join('\n')).toMatch(words);
    const set = await trainingSet(own);
    const { final } = split(set, own.calendar);
    expect(final.train.length).toBeGreaterThan(0);
    // What somebody opened by himself within half an hour is the success; each page has at most one.
    const perPage = new Map<number, number>();
    for (const row of final.test) perPage.set(set.request[row], (perPage.get(set.request[row]) ?? 0) + set.y[row]);
    expect(Math.max(...perPage.values())).toBe(1);
    expect(set.violations).toBe(0);
    own.lake.close();
  });

  it('does not know of the open that it is asked about', async () => {
    const own = await read(opens(120));
    const set = await trainingSet(own);
    for (const newest of Object.values(set.maxAvailableAtBySource))
      expect(newest.some((at, row) => at > set.spine.decidedAt[row])).toBe(false);
    own.lake.close();
  });

  it('is refused where it is too short for the windows', async () => {
    await expect(read(opens(60))).rejects.toThrow(/was not used/);
  });

  it('is refused where it breaks the contract', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'actions.csv'), 'action_id,user_id\na,b\n');
    await expect(read(dir)).rejects.toThrow(/nothing was written/);
  });
});
