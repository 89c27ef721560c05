import { describe, expect, test } from 'vitest';
import { size } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { takeRegions } from '../../src/world/regions.ts';
import { SIZES } from '../../src/world/simulate.ts';

describe('the population', () => {
  const medium = drawPopulation(7, SIZES.medium);

  test('has 24, 120 or 288 series, evenly over three clouds', () => {
    const sizes = Object.values(SIZES).map((worldSize) => drawPopulation(7, worldSize));
    expect(sizes.map(({ series }) => series)).toEqual([24, 120, 288]);
    for (const { ids, series } of sizes) {
      const ofAws = ids.filter((id) => id.startsWith('aws/'));
      expect(ofAws.length).toBe(series / 3);
      expect(new Set(ids).size).toBe(series);
    }
  });

  test('sends what spills to the same family in the next region of the cloud, around a ring', () => {
    for (let i = 0; i < medium.series; i++) {
      const [cloud, , family] = medium.ids[i].split('/');
      const [nextCloud, , nextFamily] = medium.ids[medium.neighbour[i]].split('/');
      expect([nextCloud, nextFamily]).toEqual([cloud, family]);
    }
    const visited = [0, 1, 2, 3, 4].reduce<number[]>((path) => [...path, medium.neighbour[path.at(-1)!]], [0]);
    expect(visited.at(-1)).toBe(0);
    expect(new Set(visited).size).toBe(5);
  });

  test('keeps its sizes between the bounds', () => {
    expect(Math.min(...medium.usualNodes)).toBeGreaterThanOrEqual(size.minimumNodes);
    expect(Math.max(...medium.usualNodes)).toBeLessThanOrEqual(size.maximumNodes);
  });

  test('differs from seed to seed in its sizes and not in its names', () => {
    const other = drawPopulation(8, SIZES.medium);
    expect(other.ids).toEqual(medium.ids);
    expect(other.usualNodes).not.toEqual(medium.usualNodes);
  });
});

describe('takeRegions', () => {
  test('refuses a number the clouds cannot share', () => {
    expect(() => takeRegions(7)).toThrow(new RangeError('regions: found 7, expected a multiple of 3 from 6 to 36'));
    expect(() => takeRegions(39)).toThrow(RangeError);
  });

  test('uses each name once, and has three seasons of holidays even in the smallest world', () => {
    const all = takeRegions(36);
    expect(new Set(all.map(({ name }) => name)).size).toBe(36);
    expect(new Set(takeRegions(6).map(({ country }) => country))).toEqual(new Set(['US', 'IE', 'IN', 'DE', 'JP']));
  });
});
