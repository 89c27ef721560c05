import type { Interval } from '../interval.ts';
import { percentileInterval } from './percentile-interval.ts';

/** One statistic: its value on the sample itself, every row counted once, and over all resamples. */
export type BootstrapEstimate = Interval & {
  /** Its value on every resample, in the order of drawing. */
  readonly replicates: Float64Array;
};

export type ClusterBootstrapOptions = {
  /** Cluster of every row, dense: 0 to (clusters − 1). */
  readonly cluster: Int32Array;
  readonly replicates: number;
  readonly seed: number;
  /** Confidence of the interval; 0.95 by default. */
  readonly level?: number | undefined;
  /** So many clusters that follow one another are drawn together, such as weeks that resemble their neighbours; 1 by default. */
  readonly blockLength?: number | undefined;
  /**
   * Computes the statistics of one resample, given how often each cluster is in it: a row counts weight × drawn[cluster]
   * times. Statistics to be compared belong in one call, so that they see the same resamples.
   */
  readonly statistics: (drawn: Int32Array) => readonly number[];
  /** Whether the statistics are defined on a resample; one on which they are not is drawn anew. All are by default. */
  readonly isDefined?: ((drawn: Int32Array) => boolean) | undefined;
};

/** How to resample, whatever is computed. */
export type ResamplingOptions = Omit<ClusterBootstrapOptions, 'cluster' | 'statistics' | 'isDefined'>;

/**
 * Resamples whole clusters with replacement, never rows: the weekly rows of one customer rise and fall together, and a
 * bootstrap over rows would count them as independent and promise an interval that is far too narrow.
 *
 * A resample is a number per cluster instead of a copy, so a statistic that works on ranked scores costs one pass. Draw
 * `j` of replicate `r` is a hash of (seed, r, j): the same on every machine, in any order. Clusters in time may be drawn in blocks
 * (moving blocks, circular: Politis & Romano 1992), which keep the resemblance of neighbours. What it leaves out: shocks shared
 * by all clusters, and the luck of fitting; put the spread over folds beside it. Throws with fewer than two clusters.
 */
export function clusterBootstrap(options: ClusterBootstrapOptions): readonly BootstrapEstimate[] {
  const { cluster, replicates, seed, statistics, level = 0.95, blockLength = 1, isDefined = () => true } = options;
  checkInterval(replicates, level);
  const clusters = countClusters(cluster);
  const estimates = [...statistics(new Int32Array(clusters).fill(1))];
  const samples = estimates.map(() => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate++) {
    let stream = mix(mix(seed) ^ replicate);
    let drawn = drawClusters(clusters, blockLength, stream);
    for (let again = 1; !isDefined(drawn); again++) {
      if (again > MOST_DRAWS) throw new RangeError(NEVER_DEFINED);
      stream = mix(stream);
      drawn = drawClusters(clusters, blockLength, stream);
    }
    statistics(drawn).forEach((value, index) => {
      samples[index][replicate] = value;
    });
  }
  return estimates.map((estimate, index) => ({
    estimate,
    ...percentileInterval(samples[index], level),
    replicates: samples[index],
  }));
}

const MOST_DRAWS = 1000;
const NEVER_DEFINED = `clusterBootstrap: found ${MOST_DRAWS} resamples on which the statistics are not defined, expected one in some dozens at most; give it more clusters in which they are`;

function checkInterval(replicates: number, level: number): void {
  if (!(replicates >= 2))
    throw new RangeError(
      `bootstrap: found ${replicates} replicates, expected at least 2; some hundreds tell an interval`,
    );
  if (!(level > 0 && level < 1))
    throw new RangeError(`bootstrap: found a level of ${level}, expected one between 0 and 1; 0.95 is usual`);
}

function countClusters(cluster: Int32Array): number {
  const clusters = cluster.reduce((largest, id) => Math.max(largest, id), -1) + 1;
  if (clusters < 2) {
    throw new RangeError(
      `clusterBootstrap: found ${clusters} clusters among ${cluster.length} rows, expected at least 2; every resample would be ` +
        'the sample itself, and an interval of width 0 no evidence',
    );
  }
  const seen = new Uint8Array(clusters);
  cluster.forEach((id, row) => {
    if (id < 0) throw new RangeError(`clusterBootstrap: row ${row} has cluster ${id}; number them from 0`);
    seen[id] = 1;
  });
  const missing = seen.indexOf(0);
  if (missing >= 0) {
    throw new RangeError(`clusterBootstrap: no row has cluster ${missing} of ${clusters}; renumber them without gaps`);
  }
  return clusters;
}

function drawClusters(clusters: number, blockLength: number, stream: number): Int32Array {
  const drawn = new Int32Array(clusters);
  let first = 0;
  for (let draw = 0; draw < clusters; draw++) {
    const place = draw % blockLength;
    if (place === 0) first = Math.floor((mix(stream ^ mix(draw)) / 2 ** 32) * clusters);
    drawn[(first + place) % clusters] += 1;
  }
  return drawn;
}

/** Wellons' `lowbias32`: a bijection of 32-bit integers in which every input bit moves every output bit half of the time. */
function mix(value: number): number {
  let bits = (value ^ 0x9e3779b9) >>> 0; // without it 0 would stay 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
