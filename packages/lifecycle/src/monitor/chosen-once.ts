import type { Watch, WatchedStep } from './watched-step.ts';

/** The first time that each entity of a watch is acted on: its step, and its row there. */
export function chosenOnce({ steps }: Watch): readonly { readonly step: WatchedStep; readonly row: number }[] {
  const chosen = new Set<string>();
  return steps.flatMap((step) => {
    const { entityId, isChosen } = step.batch;
    const rows = [...entityId.keys()].filter((row) => isChosen[row] === 1 && !chosen.has(entityId[row]));
    for (const row of rows) chosen.add(entityId[row]);
    return rows.map((row) => ({ step, row }));
  });
}
