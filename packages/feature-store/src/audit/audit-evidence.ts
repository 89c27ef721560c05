/**
 * The leak audit: every detector looks at the evidence of a run before anything is registered.
 *
 * A detector is a named pure function in a file of its own, and each has a planted fault in the tests that it alone turns
 * red. What could not be checked, for want of evidence, is reported beside what was.
 */

import { aboveTheCeiling } from './above-the-ceiling.ts';
import { asOfAgainstNow } from './as-of-against-now.ts';
import { availability } from './availability.ts';
import type { Detector, Finding } from './detector.ts';
import type { AuditEvidence } from './evidence.ts';
import { labelWindowOverlap } from './label-window-overlap.ts';
import { ownLabelWindow } from './own-label-window.ts';
import { singleFeatureAuc } from './single-feature-auc.ts';

export interface Audit {
  /** No finding was severe enough to refuse. Read it together with `notApplicable`. */
  readonly passed: boolean;
  readonly findings: readonly Finding[];
  /** Names of the detectors that looked. */
  readonly checked: readonly string[];
  readonly notApplicable: readonly { readonly detector: string; readonly why: string }[];
}

export const ALL_DETECTORS: readonly Detector[] = [
  availability,
  ownLabelWindow,
  asOfAgainstNow,
  singleFeatureAuc,
  labelWindowOverlap,
  aboveTheCeiling,
];

/** Throws a `RangeError` when parts of the evidence are not about the same rows: a misaligned list would find nothing. */
export function auditEvidence(evidence: AuditEvidence, detectors: readonly Detector[] = ALL_DETECTORS): Audit {
  requireSameRows(evidence);
  const reports = detectors.map((detector) => ({ detector: detector.name, report: report(detector, evidence) }));
  const findings = reports.flatMap(({ detector, report }) =>
    'notApplicable' in report ? [] : report.map((suspicion) => ({ detector, ...suspicion })),
  );
  return {
    passed: findings.every(({ severity }) => severity !== 'refused'),
    findings,
    checked: reports.flatMap(({ detector, report }) => ('notApplicable' in report ? [] : [detector])),
    notApplicable: reports.flatMap(({ detector, report }) =>
      'notApplicable' in report ? [{ detector, why: report.notApplicable }] : [],
    ),
  };
}

function report({ needs, detect }: Detector, evidence: AuditEvidence): ReturnType<Detector['detect']> {
  const missing = needs.filter((part) => evidence[part] === undefined || evidence[part] === null);
  const given = missing.map((part) => WORDS[part] ?? part);
  return missing.length > 0 ? { notApplicable: `no ${given.join(' and no ')} given` } : detect(evidence);
}

/** Of parts whose name says too little to somebody who reads a report. */
const WORDS: Partial<Record<keyof AuditEvidence, string>> = { now: 'rows read again as of now' };

function requireSameRows(evidence: AuditEvidence): void {
  const {
    names = [],
    columns = [],
    now,
    labelWindow,
    maxAvailableAtBySource = {},
    maxEventTimeBySource = {},
  } = evidence;
  const { label, weight, decidedAt, entity } = evidence;
  requireSameLength('rows', [
    ...Object.entries({ decidedAt, label, weight, entity, ...labelWindow }),
    ...columns.map((column, index) => [`column ${names[index]}`, column] as const),
    ...Object.entries(maxAvailableAtBySource).map(([name, list]) => [`maxAvailableAt of ${name}`, list] as const),
    ...Object.entries(maxEventTimeBySource).map(([name, list]) => [`maxEventTime of ${name}`, list] as const),
  ]);
  requireSameLength('columns', [
    ['names', evidence.names],
    ['columns', evidence.columns],
    ['now.reread', now?.reread],
    ['now.current', now?.current],
  ]);
  requireSameLength('sampled rows', [
    ['now.rows', now?.rows],
    ...names.map((name, index) => [`now.reread of ${name}`, now?.reread[index]] as const),
    ...names.map((name, index) => [`now.current of ${name}`, now?.current[index]] as const),
  ]);
}

type NamedList = readonly [name: string, list: ArrayLike<unknown> | undefined];

function requireSameLength(unit: string, lists: readonly NamedList[]): void {
  const given = lists.flatMap(([name, list]) => (list ? [{ name, length: list.length }] : []));
  const odd = given.find(({ length }) => length !== given[0].length);
  if (!odd) return;
  throw new RangeError(
    `audit evidence: ${odd.name} has ${odd.length} ${unit}, ${given[0].name} ${given[0].length}; give lists that run parallel`,
  );
}
