import { trainUntunedWorlds } from '@applied-modeling/command';
import type { RunMetrics } from '../src/report/run-metrics.ts';

/** `pnpm churn:seeds`, about a minute a world. */
trainUntunedWorlds<RunMetrics>(
  { cli: new URL('../src/cli.ts', import.meta.url), file: new URL('../seeds.json', import.meta.url) },
  ({ money, baselines }) => ({ money, baselines }),
  ({ metrics }) => `average precision ${metrics.average_precision}, gap closed ${metrics.gap_closed}`,
);
