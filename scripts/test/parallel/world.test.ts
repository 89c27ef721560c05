import { describe, expect, test } from 'vitest';
import { findWorldArrows } from '../../parallel/world.ts';
import { pipeline } from './planted-package.ts';

const arrowsOf = (file: string, source: string) => findWorldArrows(pipeline('churn', { [file]: source }));

describe('a world', () => {
  test.each([
    "import { label } from '../label.ts';",
    "import { prices } from '../prices.ts';",
    "import { csmRule } from '../incumbent.ts';",
    "import * as tables from '../tables.ts';",
    "import { drawPopulation } from './population.ts';",
    "import { randomStream } from '@applied-modeling/synthetic';",
  ])('may say %s', (source) => {
    expect(arrowsOf('src/world/stepper.ts', source)).toEqual([]);
  });

  test.each([
    ["import { trainSettings } from '../settings.ts';", 'src/settings.ts'],
    ["import type { Ingested } from '../domain.ts';", 'src/domain.ts'],
    ["export { features } from '../stages/2-features.ts';", 'src/stages/2-features.ts'],
  ])('may not say %s', (source, from) => {
    expect(arrowsOf('src/world/stepper.ts', source)).toEqual([
      `src/world/stepper.ts: imports ${from}; a world knows label, prices, incumbent and tables alone`,
    ]);
  });
});

describe('a world is imported', () => {
  test.each([
    ['src/index.ts', './world/simulate.ts'],
    ['src/stages/6-evaluate.ts', '../world/oracle.ts'],
    ['src/evaluation/ceilings.ts', '../world/oracle.ts'],
    ['src/failure-modes/leak.ts', '../world/simulate.ts'],
    ['test/features.test.ts', '../src/world/simulate.ts'],
  ])('by %s', (file, from) => {
    expect(arrowsOf(file, `import { simulate } from '${from}';`)).toEqual([]);
  });

  test.each([
    ['src/settings.ts', './world/planted.ts', 'src/world/planted.ts'],
    ['src/stages/7-register.ts', '../world/prices.ts', 'src/world/prices.ts'],
    ['src/report/queue.ts', '../world/prices.ts', 'src/world/prices.ts'],
  ])('not by %s', (file, path, from) => {
    expect(arrowsOf(file, `import { prices } from '${path}';`)).toEqual([
      `${file}: imports ${from}; define it outside of world/, which imports it from there`,
    ]);
  });
});
