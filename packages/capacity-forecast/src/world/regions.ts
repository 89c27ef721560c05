/** Where nodes are, and what they are good at. A world of n regions takes the first n / 3 of each cloud, in this order. */

export const CLOUDS = ['aws', 'azure', 'gcp'] as const;

export interface Region {
  readonly cloud: number;
  readonly name: string;
  /** ISO 3166; whose holidays are kept. */
  readonly country: string;
  /** Of standard time. Daylight saving is left out: an hour of the week means the same the whole year. */
  readonly utcOffsetHours: number;
}

const region = (name: string, country: string, utcOffsetHours: number) => ({ name, country, utcOffsetHours });

const BY_CLOUD = [
  [
    region('us-east-1', 'US', -5),
    region('eu-west-1', 'IE', 0),
    region('ap-northeast-1', 'JP', 9),
    region('ap-south-1', 'IN', 5.5),
    region('eu-central-1', 'DE', 1),
    region('us-west-2', 'US', -8),
    region('eu-west-2', 'GB', 0),
    region('sa-east-1', 'BR', -3),
    region('ap-southeast-2', 'AU', 10),
    region('us-east-2', 'US', -5),
    region('us-west-1', 'US', -8),
    region('ap-northeast-3', 'JP', 9),
  ],
  [
    region('centralindia', 'IN', 5.5),
    region('germanywestcentral', 'DE', 1),
    region('eastus2', 'US', -5),
    region('uksouth', 'GB', 0),
    region('japaneast', 'JP', 9),
    region('northeurope', 'IE', 0),
    region('brazilsouth', 'BR', -3),
    region('australiaeast', 'AU', 10),
    region('westus3', 'US', -7),
    region('southindia', 'IN', 5.5),
    region('centralus', 'US', -6),
    region('ukwest', 'GB', 0),
  ],
  [
    region('asia-northeast1', 'JP', 9),
    region('us-central1', 'US', -6),
    region('europe-west3', 'DE', 1),
    region('southamerica-east1', 'BR', -3),
    region('australia-southeast1', 'AU', 10),
    region('europe-west2', 'GB', 0),
    region('asia-south1', 'IN', 5.5),
    region('us-east4', 'US', -5),
    region('us-west1', 'US', -8),
    region('asia-northeast2', 'JP', 9),
    region('asia-south2', 'IN', 5.5),
    region('us-south1', 'US', -6),
  ],
] as const;

/** The first `count / 3` regions of each cloud, cloud by cloud. */
export function takeRegions(count: number): readonly Region[] {
  const perCloud = count / CLOUDS.length;
  if (!Number.isInteger(perCloud) || perCloud < 2 || perCloud > BY_CLOUD[0].length) {
    throw new RangeError(`regions: found ${count}, expected a multiple of 3 from 6 to ${3 * BY_CLOUD[0].length}`);
  }
  return BY_CLOUD.flatMap((regions, cloud) => regions.slice(0, perCloud).map((place) => ({ cloud, ...place })));
}

/** How a family is used: by people at work, by batches at night, or by training runs around the clock. */
export const FAMILY_KINDS = ['interactive', 'batch', 'steady'] as const;
export type FamilyKind = (typeof FAMILY_KINDS)[number];

/** Named by what the nodes are good at, because one m5 is another cloud's Dsv5. A world of n families takes the first n. */
export const FAMILIES: readonly { readonly name: string; readonly kind: FamilyKind }[] = [
  { name: 'general', kind: 'interactive' },
  { name: 'compute', kind: 'batch' },
  { name: 'memory', kind: 'interactive' },
  { name: 'gpu', kind: 'steady' },
  { name: 'storage', kind: 'batch' },
  { name: 'arm', kind: 'interactive' },
  { name: 'burst', kind: 'interactive' },
  { name: 'network', kind: 'steady' },
];
