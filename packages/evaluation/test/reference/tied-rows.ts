import fc from 'fast-check';

/** Eight rows of which three share the score 0.4, across both classes. */
export const label = [0, 1, 0, 1, 1, 0, 0, 1];
export const score = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.7, 0.9];
export const weight = [1, 2, 1, 0.5, 3, 1, 2, 1];

/** Rows with few distinct scores, so that most of them tie, whole weights, and both classes present. */
export const tiedRows = fc
  .array(
    fc.record({ label: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 5 }), weight: fc.nat(3) }),
    {
      maxLength: 25,
    },
  )
  .map((rows) => [...rows, { label: 1, score: 3, weight: 1 }, { label: 0, score: 2, weight: 1 }])
  .map((rows) => ({
    label: rows.map((row) => row.label),
    score: rows.map((row) => row.score),
    weight: rows.map((row) => row.weight),
  }));
