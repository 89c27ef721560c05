import { emptyHours, type PanelHours } from '../forecast/panel.ts';
import { HOURS } from '../label.ts';
import type { Population } from '../world/population.ts';
import type { ObservedWeek } from '../world/stepper.ts';

/** What the logs hold of some weeks, as the panel that demand is estimated from; all of it has arrived. */
export function observe(past: readonly ObservedWeek[], { series, neighbour }: Population): PanelHours {
  const [weeks, hours] = [past.length, past.length * HOURS];
  const panel = { ...emptyHours(series * hours), capacity: new Float32Array(series * weeks) };
  const spillsFrom = new Int32Array(series);
  panel.servedKnownAt.fill(0);
  panel.failuresKnownAt.fill(0);
  for (let i = 0; i < series; i++) {
    spillsFrom[neighbour[i]] = i;
    for (const [at, { nodes, billed, retrying, spilling }] of past.entries()) {
      panel.capacity[i * weeks + at] = nodes[i];
      for (let hour = 0; hour < HOURS; hour++) {
        const [from, to] = [i * HOURS + hour, i * hours + at * HOURS + hour];
        panel.served[to] = billed[from];
        panel.failures[to] = retrying[from] + spilling[from];
        if (panel.failures[to] > 0) panel.shortKnownAt[to] = 0;
      }
    }
  }
  return { ...panel, hours, weeks, spillsFrom };
}
