import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesIn, filesWrittenBy, openDataCard } from '@applied-modeling/command/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { OPTIONAL_TABLES, REQUIRED_TABLES, truth } from '../../src/tables.ts';
import { simulate } from '../../src/world/simulate.ts';
import { cardFigures, writeSample } from './card-figures.ts';

/**
 * The small column of the card is compared with the small world. With `UPDATE=1` the medium one is simulated too, where the
 * pipeline would, and both columns and the sample are written anew.
 */

const folder = fileURLToPath(new URL('../../../../datasets/notebook-recommender', import.meta.url));
const card = openDataCard(join(folder, 'card.md'));
const sampleDir = join(folder, 'sample');
const cache = join(tmpdir(), 'applied-modeling-notebook-recommender-test');
const world = await simulate(cache, { seed: 7, size: 'small', threads: 2 });

describe('the data card', () => {
  beforeAll(async () => {
    if (process.env.UPDATE !== '1') return;
    card.rewrite(-2, cardFigures(world, 'small'));
    const medium = await simulate(join(folder, 'generated'), { seed: 7, size: 'medium', threads: 2 });
    card.rewrite(-1, cardFigures(medium, 'medium'));
    rmSync(sampleDir, { recursive: true, force: true });
    mkdirSync(sampleDir);
    await writeSample(world, sampleDir);
  });

  test('states rows and figures as they are measured on the small world', async () => {
    const figures = cardFigures(world, 'small');
    expect(card.cells(-2, Object.keys(figures))).toEqual(figures);
  });

  test('names the columns of every table in the order of its contract', () => {
    const contracts = [...REQUIRED_TABLES, ...OPTIONAL_TABLES, truth];
    const described = contracts.map(({ name, columns }) => [name, columns.map((column) => column.name).join(', ')]);
    expect(card.described()).toEqual(described);
  });

  test('lies beside a sample of the small world, row for row', async () => {
    expect(filesIn(sampleDir)).toEqual(await filesWrittenBy((dir) => writeSample(world, dir)));
  });
});
