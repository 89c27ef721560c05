import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesIn, filesWrittenBy, openDataCard } from '@applied-modeling/command/testing';
import type { SimulatedWorld } from '@applied-modeling/synthetic';
import { beforeAll, describe, expect, test } from 'vitest';
import * as tables from '../../src/tables.ts';
import { simulate } from '../../src/world/simulate.ts';
import { cardFigures, whole, writeSample } from './card-figures.ts';

/**
 * The small column of the card is compared with the small world. With `UPDATE=1` the medium one
 * is simulated too, where the pipeline would, and both columns and the sample are written anew.
 */

const isUpdate = process.env.UPDATE === '1';
const folder = fileURLToPath(new URL('../../../../datasets/churn', import.meta.url));
const card = openDataCard(join(folder, 'card.md'));
const sampleDir = join(folder, 'sample');
const smallWorld = () =>
  simulate(join(tmpdir(), 'applied-modeling-churn-test'), { seed: 7, size: 'small', threads: 1 });
const mediumWorld = () => simulate(join(folder, 'generated'), { seed: 7, size: 'medium', threads: 2 });

describe('the data card', () => {
  let world: SimulatedWorld;
  beforeAll(async () => {
    world = await smallWorld();
    if (isUpdate) {
      card.rewrite(-2, await figuresOf(world));
      card.rewrite(-1, await figuresOf(await mediumWorld()));
      rmSync(sampleDir, { recursive: true, force: true });
      mkdirSync(sampleDir);
      await writeSample(world, sampleDir);
    }
  });

  test('counts the rows of the small world as they are', () => {
    const counts = rowCounts(world);
    expect(card.cells(-2, Object.keys(counts))).toEqual(counts);
  });

  test('states its other figures as they are measured on the small world', async () => {
    const figures = await cardFigures(world);
    expect(card.cells(-2, Object.keys(figures))).toEqual(figures);
  });

  test('names the columns of every table in the order of its contract', () => {
    const { REQUIRED_TABLES, OPTIONAL_TABLES, crm, truth } = tables;
    const contracts = [...REQUIRED_TABLES, ...OPTIONAL_TABLES, crm, truth];
    const described = contracts.map(({ name, columns }) => [name, columns.map((column) => column.name).join(', ')]);
    expect(card.described()).toEqual(described);
  });

  test('lies beside a sample of the small world, row for row', async () => {
    expect(filesIn(sampleDir)).toEqual(await filesWrittenBy((dir) => writeSample(world, dir)));
  });
});

const rowCounts = ({ rows }: SimulatedWorld): Record<string, string> =>
  Object.fromEntries(Object.entries(rows).map(([table, count]) => [`\`${table}\``, whole(count)]));

const figuresOf = async (world: SimulatedWorld) => ({ ...rowCounts(world), ...(await cardFigures(world)) });
