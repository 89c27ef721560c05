import { type DemandModel, learnDemand } from '../demand.ts';
import type { Ingested } from '../domain.ts';
import type { Seen } from '../features.ts';
import { announcedLaunches, type ReadLaunches, readOutlook } from './outlook.ts';
import { type Panel, readPanel } from './panel.ts';
import { lookAround } from './seen.ts';

/** What the tables say, read once for features, rules and labels. Each value keeps the moment from which it was known. */
export interface History {
  readonly panel: Panel;
  readonly demand: DemandModel;
  /** Of every series, on the Thursday before a week. */
  readonly seen: (week: number) => readonly Seen[];
}

/** Another way to read launches is a careless one: see failure-modes/launch-leak.ts. */
export async function readHistory(
  ingested: Ingested,
  readLaunches: ReadLaunches = announcedLaunches,
): Promise<History> {
  const panel = await readPanel(ingested);
  const outlook = await readOutlook(ingested, panel, readLaunches);
  const demand = learnDemand(panel);
  return { panel, demand, seen: lookAround(panel, demand, outlook) };
}
