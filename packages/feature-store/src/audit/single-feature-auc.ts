import { rocAuc } from '@applied-modeling/evaluation';
import { type Detector, detector, type Suspicion } from './detector.ts';
import { type AuditThresholds, DEFAULT_THRESHOLDS } from './evidence.ts';

/**
 * A single column that all but tells the label: the AUC of its values, or of their being missing, in whichever direction
 * is greater. Rows that vanish from a table once the outcome is known make missingness the leak.
 *
 * An AUC does not depend on how frequent a class is, so each class is sampled on its own, with a fixed seed: 10,000 rows
 * of each pin it to ±0.004 (standard error, Hanley and McNeil 1982) wherever it is, and 35 columns take half a
 * second.
 */
export const singleFeatureAuc: Detector = detector(
  'single-feature-auc',
  ['names', 'columns', 'label'],
  ({ names, columns, label, weight, thresholds }) => {
    const positives = rowsOfClass(1, label, weight);
    const negatives = rowsOfClass(0, label, weight);
    const fewest = Math.min(positives.length, negatives.length);
    if (fewest < LEAST_PER_CLASS) {
      return {
        notApplicable: `the rarer class has ${fewest} rows; below ${LEAST_PER_CLASS} chance alone makes AUCs of 0.75`,
      };
    }
    const sample: Sample = { rows: [...sampleOf(positives), ...sampleOf(negatives)], label, weight };
    const limits = { ...DEFAULT_THRESHOLDS, ...thresholds };
    return names.flatMap((name, index) => [
      ...suspect(name, 'the values', aucOfValues(columns[index], sample), limits),
      ...suspect(name, 'their being missing', aucOfMissingness(columns[index], sample), limits),
    ]);
  },
);

const LEAST_PER_CLASS = 20;
const MOST_PER_CLASS = 10_000;
const SAMPLE_SEED = 1;

interface Sample {
  readonly rows: readonly number[];
  readonly label: ArrayLike<number>;
  readonly weight: ArrayLike<number> | undefined;
}

function suspect(
  name: string,
  what: string,
  auc: number,
  { refusedAuc, noticedAuc }: AuditThresholds,
): readonly Suspicion[] {
  if (!(auc > noticedAuc)) return [];
  const isRefused = auc > refusedAuc;
  return [
    {
      subject: name,
      found: `AUC ${auc.toFixed(3)} of ${what} alone`,
      allowed: `at most ${isRefused ? refusedAuc : `${noticedAuc} without a second look`}`,
      explanation: isRefused
        ? 'One column all but tells the label: it was probably written because of the outcome, or after it.'
        : 'One column carries much of the answer. It may well be honest; make sure that it is.',
      whatToDo: `Ask when ${name} is written and by what; drop it if the outcome comes first.`,
      severity: isRefused ? 'refused' : 'noticed',
    },
  ];
}

/** Of the sampled rows that have a value; NaN where too few have one. */
function aucOfValues(column: Float32Array, { rows, label, weight }: Sample): number {
  const present = rows.filter((row) => !Number.isNaN(column[row]));
  const positives = present.filter((row) => label[row] === 1).length;
  if (Math.min(positives, present.length - positives) < LEAST_PER_CLASS) return Number.NaN;
  const labels = Float32Array.from(present, (row) => label[row]);
  const values = Float32Array.from(present, (row) => column[row]);
  return inEitherDirection(rocAuc(labels, values, weight && Float64Array.from(present, (row) => weight[row])));
}

/** A flag's ROC curve has one corner: AUC = 1/2 + (P(flag | positive) − P(flag | negative)) / 2. */
function aucOfMissingness(column: Float32Array, { rows, label, weight }: Sample): number {
  const missing = [0, 0];
  const total = [0, 0];
  for (const row of rows) {
    const rowWeight = weight ? weight[row] : 1;
    total[label[row]] += rowWeight;
    if (Number.isNaN(column[row])) missing[label[row]] += rowWeight;
  }
  return inEitherDirection(0.5 + (missing[1] / total[1] - missing[0] / total[0]) / 2);
}

function inEitherDirection(auc: number): number {
  return Math.max(auc, 1 - auc);
}

function rowsOfClass(wanted: 0 | 1, label: ArrayLike<number>, weight?: ArrayLike<number>): number[] {
  const rows: number[] = [];
  for (let row = 0; row < label.length; row++) {
    if (label[row] === wanted && (!weight || weight[row] > 0)) rows.push(row);
  }
  return rows;
}

/** The first places of a Fisher-Yates shuffle. Every k-th row would follow the calendar of a dated table. */
function sampleOf(rows: number[]): readonly number[] {
  if (rows.length <= MOST_PER_CLASS) return rows;
  let state = SAMPLE_SEED;
  for (let place = 0; place < MOST_PER_CLASS; place++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator: its high bits are good
    const other = place + Math.floor((state / 2 ** 32) * (rows.length - place));
    [rows[place], rows[other]] = [rows[other], rows[place]];
  }
  return rows.slice(0, MOST_PER_CLASS);
}
