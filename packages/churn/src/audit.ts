import { labelWindowOverlaps, rocAuc } from '@applied-modeling/evaluation';
import { isoDate, MS_PER_DAY } from '@applied-modeling/synthetic';
import type { DecisionCalendar } from './decision-calendar.ts';
import type { Evaluation, TrainingSet } from './domain.ts';
import { labelContract } from './label.ts';
import { auditSettings } from './settings.ts';
import type { Split } from './stages/3-split.ts';

/**
 * The leak audit: looks at the training set and its evaluation before anything is registered. A leak makes every offline
 * number better, so nothing else in the run can notice it. Each detector is a function of plain data that can fail; a test
 * plants a fault for each, and removes the detector to see the refusal vanish.
 */
export interface Finding {
  readonly detector: string;
  /** Column, source or fold. */
  readonly subject: string;
  readonly found: string;
  readonly why: string;
  readonly whatToDo: string;
}

export interface Audit {
  readonly passed: boolean;
  readonly findings: readonly Finding[];
  /** Detectors that ran, and those that had nothing to look at. */
  readonly checked: readonly string[];
  readonly notApplicable: readonly string[];
  /** Folded AUC of every feature alone, best first: the table that shows nothing is too good. */
  readonly singleFeatureAuc: readonly {
    readonly column: string;
    readonly auc: number;
    readonly missingnessAuc: number;
  }[];
}

export interface Evidence {
  readonly set: TrainingSet;
  readonly split: Split;
  readonly calendar: DecisionCalendar;
  readonly evaluation: Evaluation | null;
  /** Each model column as the same account-week would be read today, aligned with `rows`; null when nothing was re-read. */
  readonly today: { readonly rows: Uint32Array; readonly columns: readonly Float32Array[] } | null;
}

/** Findings, or null when the evidence it needs does not exist in this run. */
export type Detector = (evidence: Evidence) => readonly Finding[] | null;

export const DETECTORS: Readonly<Record<string, Detector>> = {
  'available at the decision': availability,
  'single-feature AUC': singleFeature,
  'as of then against now': asOfAgainstNow,
  'own label window': ownLabelWindow,
  'overlap of label windows': overlappingLabels,
  'score above the ceiling': aboveCeiling,
};

export function audit(evidence: Evidence, detectors: Readonly<Record<string, Detector>> = DETECTORS): Audit {
  const results = Object.entries(detectors).map(([name, detect]) => ({ name, findings: detect(evidence) }));
  const findings = results.flatMap((result) => result.findings ?? []);
  return {
    passed: findings.length === 0,
    findings,
    checked: results.flatMap(({ name, findings }) => (findings ? [name] : [])),
    notApplicable: results.flatMap(({ name, findings }) => (findings ? [] : [name])),
    singleFeatureAuc: singleFeatureAucs(evidence.set),
  };
}

/** No value may rest on a row that became available after the decision. */
function availability({ set }: Evidence): Finding[] {
  return Object.entries(set.maxAvailableAtBySource).flatMap(([source, availableAt]) => {
    const late = availableAt.findIndex((at, row) => at > set.decidedAt[row]);
    if (late === -1) return [];
    const count = availableAt.filter((at, row) => at > set.decidedAt[row]).length;
    return [
      {
        detector: 'available at the decision',
        subject: source,
        found: `${count} of ${set.rows} rows use values that came later, e.g. ${set.accountId[late]}: decided ${isoDate(set.decidedAt[late])}, available ${new Date(availableAt[late]).toISOString().slice(0, 16)}`,
        why: 'the model would be trained on what nobody knew when the decision was made',
        whatToDo: 'read the source through the as-of join, not through latest()',
      },
    ];
  });
}

/** A single column that nearly knows the answer is the answer, written down afterwards. */
function singleFeature({ set }: Evidence): Finding[] {
  return singleFeatureAucs(set).flatMap(({ column, auc, missingnessAuc }) => {
    const [kind, value] = auc >= missingnessAuc ? ['values', auc] : ['missingness', missingnessAuc];
    if (value <= auditSettings.refusedAuc) return [];
    return [
      {
        detector: 'single-feature AUC',
        subject: column,
        found: `AUC ${value.toFixed(3)} from its ${kind} alone, allowed ${auditSettings.refusedAuc}`,
        why: 'no honest column knows this much three months ahead; it was probably written after the outcome',
        whatToDo:
          'find when the column is updated; if it is overwritten in place, drop it or read its nightly versions',
      },
    ];
  });
}

/** The past does not change: re-read today, a decision's values must be what they were. */
function asOfAgainstNow({ set, today }: Evidence): Finding[] | null {
  if (today === null) return null;
  return set.names.flatMap((column, index) => {
    const changed = today.rows.filter(
      (row, at) => !sameValue(set.columns[index][row], today.columns[index][at]),
    ).length;
    if (changed === 0) return [];
    return [
      {
        detector: 'as of then against now',
        subject: column,
        found: `${changed} of ${today.rows.length} re-read decisions have another value than the training set`,
        why: 'the column is not a function of what was known at the decision',
        whatToDo: 'define it over tables that keep their past, with both clocks',
      },
    ];
  });
}

function sameValue(a: number, b: number): boolean {
  return (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a));
}

/** No event a feature counts may lie on or after the decision, least of all in the window its label is read from. */
function ownLabelWindow({ set }: Evidence): Finding[] {
  return Object.entries(set.maxEventTimeBySource).flatMap(([source, eventTime]) => {
    const at = eventTime.findIndex((time, row) => time >= set.decidedAt[row]);
    if (at === -1) return [];
    const labelStart = set.decidedAt[at] + labelContract.leadDays * MS_PER_DAY;
    return [
      {
        detector: 'own label window',
        subject: source,
        found: `${set.accountId[at]}: decided ${isoDate(set.decidedAt[at])}, newest event ${isoDate(eventTime[at])}, label read from ${isoDate(labelStart)}`,
        why: 'a window that reaches past the decision reads its own label',
        whatToDo: 'end the window at the decision: [t - w, t)',
      },
    ];
  });
}

/** (account, label window) pairs must not be shared between learning and judging, migrated accounts counted as one. */
function overlappingLabels({ set, split, calendar }: Evidence): Finding[] {
  return [...split.rolling, split.final].flatMap(({ fold, train, test }) => {
    const windows = labelWindowOverlaps({ ...calendar.final, ...fold, test: weeksOf(set, test) }, calendar.gapWeeks);
    const lastTrainWeek = new Map<number, number>();
    for (const row of train)
      lastTrainWeek.set(set.cluster[row], Math.max(set.week[row], lastTrainWeek.get(set.cluster[row]) ?? 0));
    const shared = test.filter(
      (row) => (lastTrainWeek.get(set.cluster[row]) ?? Number.NEGATIVE_INFINITY) + calendar.gapWeeks > set.week[row],
    );
    if (windows.length === 0 && shared.length === 0) return [];
    return [
      {
        detector: 'overlap of label windows',
        subject: `fold ${fold.name}`,
        found: `${shared.length} test rows share label days with a training row of the same account`,
        why: 'the model has already been told part of the answer it is judged on',
        whatToDo: `leave ${calendar.gapWeeks} weeks between training and test`,
      },
    ];
  });
}

function weeksOf(set: TrainingSet, rows: Uint32Array) {
  const weeks = Array.from(rows, (row) => set.week[row]);
  return {
    firstWeek: weeks.reduce((a, b) => Math.min(a, b)),
    lastWeek: weeks.reduce((a, b) => Math.max(a, b)),
    step: 1,
  };
}

/** Nobody beats a forecaster who knows how the world works and has seen the same data. */
function aboveCeiling({ evaluation }: Evidence): Finding[] | null {
  if (!evaluation?.ceilings) return null;
  const { estimate, standardError } = evaluation.ceilings.modelMinusObservable;
  if (estimate <= auditSettings.ceilingStandardErrors * standardError) return [];
  return [
    {
      detector: 'score above the ceiling',
      subject: 'average precision',
      found: `${estimate.toFixed(3)} above the observable ceiling, ${(estimate / standardError).toFixed(1)} standard errors`,
      why: 'the model knows something that could not be observed',
      whatToDo: 'look for the column that carries it: the most important feature first',
    },
  ];
}

const SAMPLE_ROWS = 20_000;

/** Folded AUC (max of a and 1 − a) of each column's values and of its missingness, on an even sample of labelled rows. */
function singleFeatureAucs(set: TrainingSet): Audit['singleFeatureAuc'] {
  const labelled = Uint32Array.from(set.y.keys()).filter((row) => set.weight[row] > 0);
  const stride = Math.max(1, Math.floor(labelled.length / SAMPLE_ROWS));
  const rows = labelled.filter((_, index) => index % stride === 0);
  const label = Float32Array.from(rows, (row) => set.y[row]);
  const weight = Float32Array.from(rows, (row) => set.weight[row]);
  const folded = (score: Float64Array) => {
    const auc = rocAuc(label, score, weight);
    return Math.max(auc, 1 - auc);
  };
  return set.names
    .map((column, index) => {
      const values = set.columns[index];
      // A missing value is ranked below all others; whether missingness itself predicts is the second figure.
      const filled = Float64Array.from(rows, (row) => (Number.isNaN(values[row]) ? -Number.MAX_VALUE : values[row]));
      const missing = Float64Array.from(rows, (row) => Number(Number.isNaN(values[row])));
      return { column, auc: folded(filled), missingnessAuc: folded(missing) };
    })
    .sort((a, b) => b.auc - a.auc);
}
