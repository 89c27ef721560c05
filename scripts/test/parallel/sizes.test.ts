import { expect, test } from 'vitest';
import { findCrowdedRoots, findLongPipelines, sizeOf } from '../../parallel/sizes.ts';
import { pipeline } from './planted-package.ts';

const lines = (count: number) => 'x();\n'.repeat(count);
const rootFiles = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`src/file-${i}.ts`, '']));

test('sizes count the TypeScript of src as wc does, tests not at all', () => {
  const files = { 'src/label.ts': lines(30), 'src/world/oracle.ts': lines(100), 'test/label.test.ts': lines(999) };
  expect(sizeOf(pipeline('churn', files))).toEqual({ rootFiles: 1, src: 130, world: 100 });
});

test('twelve files fit at the root of src, thirteen do not', () => {
  expect(findCrowdedRoots(pipeline('churn', rootFiles(12)))).toEqual([]);
  expect(findCrowdedRoots(pipeline('churn', rootFiles(13)))).toEqual([
    'src: 13 files at its root, at most 12; move what has a folder or a library there',
  ]);
});

test('a pipeline has 4,500 lines at most, 1,300 of them its world and 3,200 all else', () => {
  const found = (world: number, rest: number) =>
    findLongPipelines(pipeline('churn', { 'src/world/a.ts': lines(world), 'src/a.ts': lines(rest) }));
  const advice = 'move what a second pipeline needs to a library';
  expect(found(1300, 3200)).toEqual([]);
  expect(found(1301, 3199)).toEqual([`src/world: 1301 lines, at most 1300; ${advice}`]);
  expect(found(1299, 3201)).toEqual([`src without its world: 3201 lines, at most 3200; ${advice}`]);
  expect(found(1300, 3201)).toEqual([
    `src: 4501 lines, at most 4500; ${advice}`,
    `src without its world: 3201 lines, at most 3200; ${advice}`,
  ]);
});
