import type { Page } from '@applied-modeling/report';
import type { RunMetrics } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';

export async function composeReport(_: TrainRun, metrics: RunMetrics): Promise<Page> {
  return {
    title: 'How many nodes to pre-provision in each region next week?',
    decision: { verdict: 'x', tone: 'open', text: '', tiles: [] },
    sections: [],
    footer: metrics.run_id,
  };
}
