import { expect, test } from 'vitest';
import { findArrows } from '../../parallel/arrows.ts';
import { pipeline, planted } from './planted-package.ts';

const imports = (from: string) => `import { something } from '${from}';\n`;

test('pipelines stand on libraries, feature-store on lakehouse and evaluation, report on evaluation', () => {
  const packages = [
    pipeline('churn', { 'src/pipeline.ts': imports('@applied-modeling/gbm') }, ['gbm', 'report']),
    planted('feature-store', { 'src/index.ts': imports('@applied-modeling/lakehouse') }, ['lakehouse', 'evaluation']),
    planted('report', { 'src/index.ts': imports('@applied-modeling/evaluation') }, ['evaluation']),
    planted('gbm', { 'src/index.ts': imports('zod') + imports('./train.ts') }),
  ];
  expect(findArrows(packages)).toEqual([]);
});

test.each([
  ['by name', 'src/pipeline.ts', '@applied-modeling/churn'],
  ['by path', 'src/pipeline.ts', '../../churn/src/label.ts'],
  ['in a test', 'test/pipeline.test.ts', '../../churn/test/small-world.ts'],
])('a pipeline that imports a pipeline %s is a fault', (_, file, from) => {
  expect(findArrows([pipeline('churn'), pipeline('jobs', { [file]: imports(from) })])).toEqual([
    `packages/jobs/${file}: imports churn; no pipeline imports a pipeline`,
  ]);
});

test('so is one that asks for a pipeline in its package.json', () => {
  expect(findArrows([pipeline('churn'), pipeline('jobs', {}, ['churn'])])).toEqual([
    'packages/jobs/package.json: imports churn; no pipeline imports a pipeline',
  ]);
});

test('a library that imports a pipeline, or a library it may not, is a fault', () => {
  const packages = [
    pipeline('churn'),
    planted('gbm', { 'src/train.ts': "import type { Label } from '@applied-modeling/churn';\n" }),
    planted('report', { 'src/page.ts': "const store = await import('../../tracking/src/run.ts');\n" }, ['evaluation']),
  ];
  expect(findArrows(packages)).toEqual([
    'packages/gbm/src/train.ts: imports churn; gbm may import no other package',
    'packages/report/src/page.ts: imports tracking; report may import evaluation',
  ]);
});

test('the tests of a library may borrow from another, and its own name is no arrow', () => {
  const files = {
    'test/a.test.ts': imports('@applied-modeling/synthetic'),
    'src/a.ts': imports('@applied-modeling/gbm'),
  };
  expect(findArrows([planted('gbm', files)])).toEqual([]);
});
