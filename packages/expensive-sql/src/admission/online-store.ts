import { materialise, type OnlineStore } from '@applied-modeling/feature-store';
import { z } from 'zod';
import type { Ingested } from '../domain.ts';
import { logged, queryFeatures, tableFeatures } from '../features.ts';
import { partitionColumns, relationOfTables } from '../training-set/scanned-tables.ts';

/** What the gateway looks up: the past as of one moment, in memory, by the very features of the training set. */
export interface GatewayStore {
  /** Of every template, table, user, tenant, application and warehouse. */
  readonly past: OnlineStore;
  readonly tables: OnlineStore;
  /** By table, the column of days it is laid out by. */
  readonly partitionColumns: Readonly<Record<string, string>>;
}

/** Who asks, through what, when. */
export interface Submission {
  readonly executed_by: string | null;
  readonly workspace_id: string | null;
  readonly client_application: string | null;
  readonly warehouse_id: string | null;
  readonly submittedMs: number;
}

/** Everything known at an instant. The stage of features has laid down what it reads. */
export async function onlineStore({ lake, relation }: Ingested, at: number): Promise<GatewayStore> {
  const relationOfPast: typeof relation = (source) => (source === logged ? source.name : relation(source));
  return {
    past: await materialise(lake, queryFeatures, { at, relation: relationOfPast }),
    tables: await materialise(lake, tableFeatures, { at, relation: relationOfTables(relation) }),
    partitionColumns: Object.fromEntries(await partitionColumns({ lake, relation })),
  };
}

/** A store that was kept as JSON. */
export function parseStore(text: string): GatewayStore {
  return gatewayStoreSchema.parse(JSON.parse(text));
}

const values = z.record(z.string(), z.array(z.number().nullable()));
const features = z.object({ at: z.number(), views: z.record(z.string(), values) });
const gatewayStoreSchema = z.object({
  past: features,
  tables: features,
  partitionColumns: z.record(z.string(), z.string()),
});
