import { type DemandModel, learnDemand } from '../demand.ts';
import type { Ingested } from '../domain.ts';
import { announcedLaunches, type Outlook, type ReadLaunches, readOutlook } from './outlook.ts';
import { type Panel, readPanel } from './panel.ts';

/** What the tables say, read once for features, rules and labels. Each value keeps the moment from which it was known. */
export interface History {
  readonly panel: Panel;
  readonly demand: DemandModel;
  readonly outlook: Outlook;
}

/** Another way to read launches is a careless one: see failure-modes/careless-launches.ts. */
export async function readHistory(
  ingested: Ingested,
  readLaunches: ReadLaunches = announcedLaunches,
): Promise<History> {
  const panel = await readPanel(ingested);
  const outlook = await readOutlook(ingested, panel, readLaunches);
  return { panel, demand: learnDemand(panel), outlook };
}
