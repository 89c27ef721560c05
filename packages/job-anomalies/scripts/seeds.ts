import { trainUntunedWorlds } from '@applied-modeling/command';
import type { JobsMetrics } from '../src/report/run-files.ts';

/** `pnpm jobs:seeds`, about a minute a world. */
trainUntunedWorlds<JobsMetrics>(
  { cli: new URL('../src/cli.ts', import.meta.url), file: new URL('../seeds.json', import.meta.url) },
  ({ money, baselines }) => ({ money, baselines }),
  ({ metrics }) => `precision at the budget ${metrics.precision_at_budget}, gap closed ${metrics.gap_closed}`,
);
