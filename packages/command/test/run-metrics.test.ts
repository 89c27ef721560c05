import { expect, it } from 'vitest';
import { rankedMetrics } from '../src/index.ts';

const run = {
  ...{ runId: 'r', runDir: '/runs/r', modelFingerprint: null, set: { fingerprint: 'f' } },
  ingested: { source: { kind: 'files' } as const, fingerprint: 'd' },
  audit: { passed: true, findings: [] },
  gate: { passed: false, checks: [] },
};
const rung = (name: string, precision: number) => ({
  ...{ name, precisionAtK: precision / 2 },
  averagePrecision: { estimate: precision, low: precision - 0.1, high: precision + 0.1 },
});

it('prints a ladder that ranks by its rungs, and the resamples and the interval of its model', () => {
  const model = { ...rung('gbm', 0.5), resamples: Float64Array.of(0.4, 0.6) };
  const fold = { train: [1, 2, 3], calibration: [4], test: [5, 6] };
  const printed = rankedMetrics(
    run,
    { seconds: {}, peak_rss_mib: 1 },
    { spine: 9, fold, ladder: [rung('rule', 0.2), model], slope: { why: 'too few' }, headline: { gap_closed: 0.7 } },
  );
  expect(printed).toMatchObject({
    rows: { spine: 9, train: 3, calibration: 1, test: 2 },
    metrics: { gap_closed: 0.7, average_precision_ci: [0.4, 0.6], calibration_slope_ci: { why: 'too few' } },
    resamples: [0.4, 0.6],
    baselines: { rule: { average_precision: 0.2, precision_at_k: 0.1 }, gbm: { average_precision: 0.5 } },
  });
});
