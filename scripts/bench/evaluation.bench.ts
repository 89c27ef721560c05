import { bench, describe } from 'vitest';
import {
  clusterBootstrap,
  fitIsotonic,
  fitLogisticRegression,
  precisionAtK,
  rankScores,
  resampleAveragePrecision,
  sigmoid,
} from '../../packages/evaluation/src/index.ts';
import { seededUniform } from '../../packages/evaluation/test/reference/seeded-random.ts';

// `npx -y pnpm@12 bench:evaluation`. Sizes of a weekly queue: 115 000 rows of 15 000 clusters in 12 groups, six models.
const uniform = seededUniform(1);
const margin = Float64Array.from({ length: 115_000 }, () => 6 * uniform() - 6);
const label = Uint8Array.from(margin, (value) => Number(uniform() < sigmoid(value)));
const cluster = Int32Array.from(margin, (_, row) => row % 15_000);
const group = Int32Array.from(margin, (_, row) => 131 + (row % 12));
const scores = Array.from({ length: 6 }, (_, noise) => margin.map((value) => value + noise * uniform()));
const ranked = scores.map(rankScores);
const once = { iterations: 1, warmupIterations: 0, time: 0, warmupTime: 0 };

describe('115 000 rows', () => {
  bench('rank six score vectors', () => void scores.map(rankScores), once);

  bench(
    'average precision of six models, 400 replicates',
    () => {
      const resample = ranked.map((score) => resampleAveragePrecision({ label, score, cluster }));
      const statistics = (drawn: Int32Array) => resample.map((averagePrecisionOf) => averagePrecisionOf(drawn));
      clusterBootstrap({ cluster, replicates: 400, seed: 1, statistics });
    },
    once,
  );

  bench(
    'precision at 130 of six models, 400 replicates',
    () => {
      const weight = new Float64Array(cluster.length);
      const statistics = (drawn: Int32Array) => {
        for (let row = 0; row < cluster.length; row++) weight[row] = drawn[cluster[row]];
        return ranked.map((score) => precisionAtK({ label, score, group, weight }, 130).precision);
      };
      clusterBootstrap({ cluster, replicates: 400, seed: 1, statistics });
    },
    once,
  );

  bench('fit an isotonic calibrator', () => void fitIsotonic(margin, label), once);
});

describe('200 000 rows', () => {
  const columns = Array.from({ length: 80 }, () => Float32Array.from({ length: 200_000 }, () => 2 * uniform() - 1));
  const outcome = Uint8Array.from(columns[0], (value, row) =>
    Number(uniform() < sigmoid(2 * value + columns[1][row] - 4)),
  );
  for (const count of [15, 80]) {
    const used = columns.slice(0, count);
    const names = used.map((_, j) => `column ${j}`);
    bench(`logistic regression on ${count} columns`, () => void fitLogisticRegression(used, names, outcome), once);
  }
});
