import { lognormal, randomStream } from '@applied-modeling/synthetic';
import { size, trend } from './planted.ts';
import { CLOUDS, FAMILIES, FAMILY_KINDS, type Region, takeRegions } from './regions.ts';

/** Which series there are: everything that is drawn once and never changes. Series are numbered region by region. */
export interface Population {
  readonly series: number;
  readonly families: number;
  readonly regions: readonly Region[];
  /** cloud/region/family */
  readonly ids: readonly string[];
  /** Index into `regions`. */
  readonly region: Uint8Array;
  /** Index into FAMILIES. */
  readonly family: Uint8Array;
  /** Index into FAMILY_KINDS. */
  readonly kind: Uint8Array;
  /** The same family in the next region of the cloud, which is tried when this one has no node. */
  readonly neighbour: Int32Array;
  /** Nodes of an ordinary hour in week 0. */
  readonly usualNodes: Float64Array;
  /** Log growth a day. */
  readonly dailyTrend: Float64Array;
}

export interface WorldSize {
  readonly regions: number;
  readonly families: number;
}

export function drawPopulation(seed: number, { regions: regionCount, families }: WorldSize): Population {
  const random = randomStream(seed, 'population');
  const regions = takeRegions(regionCount);
  const series = regionCount * families;
  const perCloud = regionCount / CLOUDS.length;
  const everySeries = Array.from({ length: series }, (_, i) => i);
  const regionOf = (i: number) => Math.floor(i / families);
  const familyOf = (i: number) => i % families;
  const nextRegion = (r: number) => Math.floor(r / perCloud) * perCloud + ((r + 1) % perCloud);
  const usualNodes = (i: number) => {
    const drawn = lognormal(size.medianNodes, size.sigma, random.normal(i, 0));
    return Math.min(size.maximumNodes, Math.max(size.minimumNodes, drawn));
  };
  return {
    series,
    families,
    regions,
    ids: everySeries.map((i) => {
      const { cloud, name } = regions[regionOf(i)];
      return `${CLOUDS[cloud]}/${name}/${FAMILIES[familyOf(i)].name}`;
    }),
    region: Uint8Array.from(everySeries, regionOf),
    family: Uint8Array.from(everySeries, familyOf),
    kind: Uint8Array.from(everySeries, (i) => FAMILY_KINDS.indexOf(FAMILIES[familyOf(i)].kind)),
    neighbour: Int32Array.from(everySeries, (i) => nextRegion(regionOf(i)) * families + familyOf(i)),
    usualNodes: Float64Array.from(everySeries, usualNodes),
    dailyTrend: Float64Array.from(everySeries, (i) => (trend.mean + trend.sigma * random.normal(i, 1)) / 365),
  };
}
