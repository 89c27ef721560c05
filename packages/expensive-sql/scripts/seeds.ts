import { trainUntunedWorlds } from '@applied-modeling/command';
import type { SqlMetrics } from '../src/report/run-files.ts';

/** `pnpm sql:seeds`, about a minute a world. */
trainUntunedWorlds<SqlMetrics>(
  { cli: new URL('../src/cli.ts', import.meta.url), file: new URL('../seeds.json', import.meta.url) },
  ({ ships, money, unseen, cold, baselines }) => ({ ships, money, unseen, cold, baselines }),
  ({ ships, metrics }) =>
    `ships ${ships}, average precision ${metrics.average_precision}, gap closed ${metrics.gap_closed}`,
);
