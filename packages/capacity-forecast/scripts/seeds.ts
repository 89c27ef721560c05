import { trainUntunedWorlds } from '@applied-modeling/command';
import type { RunMetrics } from '../src/report/run-files.ts';

/** `pnpm capacity:seeds`, about a minute a world. */
trainUntunedWorlds<RunMetrics>(
  { cli: new URL('../src/cli.ts', import.meta.url), file: new URL('../seeds.json', import.meta.url) },
  ({ ships, ships_by_truth, policies, best_baseline, best_simpler }) => {
    return { ships, ships_by_truth, policies, best_baseline, best_simpler };
  },
  ({ ships, metrics }) => `ships ${ships}, cost ${metrics.cost_usd}, regret closed ${metrics.regret_closed}`,
);
