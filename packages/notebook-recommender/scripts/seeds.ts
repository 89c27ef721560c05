import { trainUntunedWorlds } from '@applied-modeling/command';
import type { NotebookMetrics } from '../src/report/run-files.ts';

/** `pnpm notebooks:seeds`, about a minute a world. */
trainUntunedWorlds<NotebookMetrics>(
  { cli: new URL('../src/cli.ts', import.meta.url), file: new URL('../seeds.json', import.meta.url) },
  ({ slates, money, ships, baselines }) => ({ slates, money, ships, baselines }),
  ({ metrics }) => `NDCG@5 ${metrics.ndcg_at_5}, on new tasks ${metrics.ndcg_at_5_new_task}`,
);
