import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulatedWorld } from '@applied-modeling/synthetic';
import { beforeAll, describe, expect, test } from 'vitest';
import * as tables from '../../src/tables.ts';
import { simulate } from '../../src/world/simulate.ts';
import { TRUTH_TABLES } from '../../src/world/truth-tables.ts';
import { simulateSmall } from '../small-world.ts';
import { cardFigures, whole, writeSample } from './card-figures.ts';

/**
 * The small column of the card is compared with the small world. With `UPDATE=1` the medium one
 * is simulated too, where the pipeline would, and both columns and the sample are written anew.
 */

const isUpdate = process.env.UPDATE === '1';
const folder = fileURLToPath(new URL('../../../../datasets/capacity-forecast', import.meta.url));
const cardFile = join(folder, 'card.md');
const sampleDir = join(folder, 'sample');
const mediumWorld = () => simulate(join(folder, 'generated'), { seed: 7, size: 'medium', threads: 2 });

describe('the data card', () => {
  let world: SimulatedWorld;
  let card: string;
  beforeAll(async () => {
    world = await simulateSmall();
    if (isUpdate) {
      await rewriteColumn(world, -2);
      await rewriteColumn(await mediumWorld(), -1);
      rmSync(sampleDir, { recursive: true, force: true });
      mkdirSync(sampleDir);
      await writeSample(world, sampleDir);
    }
    card = readFileSync(cardFile, 'utf8');
  });

  test('counts the rows of the small world as they are', () => {
    const counts = Object.entries(world.rows).map(([table, rows]) => [`\`${table}\``, whole(rows)]);
    expect(
      cellsBeside(
        card,
        -2,
        counts.map(([label]) => label),
      ),
    ).toEqual(Object.fromEntries(counts));
  });

  test('states its other figures as they are measured on the small world', async () => {
    const figures = await cardFigures(world);
    expect(cellsBeside(card, -2, Object.keys(figures))).toEqual(figures);
  });

  test('names the columns of every table in the order of its contract', () => {
    const { REQUIRED_TABLES, OPTIONAL_TABLES } = tables;
    const contracts = [...REQUIRED_TABLES, ...OPTIONAL_TABLES, ...TRUTH_TABLES];
    const described = contracts.map(({ name, columns }) => [name, columns.map((column) => column.name).join(', ')]);
    const written = Array.from(card.matchAll(/^- `(\w+)`: ([\w, ]+?)\.?$/gm), ([, name, columns]) => [name, columns]);
    expect(written).toEqual(described);
  });

  test('lies beside a sample of the small world, row for row', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'capacity-sample-'));
    const files = await writeSample(world, dir);
    expect(readdirSync(sampleDir).toSorted()).toEqual(files.toSorted());
    for (const file of files) {
      expect(readFileSync(join(sampleDir, file), 'utf8'), file).toBe(readFileSync(join(dir, file), 'utf8'));
    }
    rmSync(dir, { recursive: true, force: true });
  });
});

/** The cell at `column` (negative: from the right) of each table row that begins with one of the labels. */
function cellsBeside(card: string, column: number, labels: readonly string[]): Record<string, string | undefined> {
  const rows = card.split('\n').filter(isTableRow).map(cellsOf);
  return Object.fromEntries(labels.map((label) => [label, rows.find((cells) => cells[0] === label)?.at(column)]));
}

async function rewriteColumn(world: SimulatedWorld, column: number): Promise<void> {
  const counts = Object.entries(world.rows).map(([table, rows]) => [`\`${table}\``, whole(rows)] as const);
  const figures = new Map([...counts, ...Object.entries(await cardFigures(world))]);
  const lines = readFileSync(cardFile, 'utf8').split('\n');
  const rewritten = lines.map((line) => {
    const cells = isTableRow(line) ? cellsOf(line) : [];
    const figure = figures.get(cells[0]);
    return figure === undefined ? line : `| ${cells.with(column, figure).join(' | ')} |`;
  });
  writeFileSync(cardFile, rewritten.join('\n'));
}

const isTableRow = (line: string) => line.startsWith('| ');
const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
