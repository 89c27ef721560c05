import type { AuditEvidence } from './evidence.ts';

export interface Finding {
  readonly detector: string;
  /** The column, source or fold at fault. */
  readonly subject: string;
  readonly found: string;
  readonly allowed: string;
  readonly explanation: string;
  readonly whatToDo: string;
  /** `noticed` is worth a look; `refused` fails the audit. */
  readonly severity: 'refused' | 'noticed';
}

/** What a detector reports; the audit adds the detector's name. */
export type Suspicion = Omit<Finding, 'detector'>;

/** Why evidence that is there still cannot be judged, such as a label of one class only. */
export interface NotApplicable {
  readonly notApplicable: string;
}

export interface Detector {
  readonly name: string;
  /** Parts of the evidence it cannot do without. */
  readonly needs: readonly (keyof AuditEvidence)[];
  readonly detect: (evidence: AuditEvidence) => readonly Suspicion[] | NotApplicable;
}

/** `detect` is called only with evidence in which every needed part is present. */
export function detector<Need extends keyof AuditEvidence>(
  name: string,
  needs: readonly Need[],
  detect: (evidence: AuditEvidence & Present<Need>) => readonly Suspicion[] | NotApplicable,
): Detector {
  return { name, needs, detect: (evidence) => detect(evidence as AuditEvidence & Present<Need>) };
}

type Present<Need extends keyof AuditEvidence> = { readonly [Part in Need]: NonNullable<AuditEvidence[Part]> };

/** An instant as people read it, e.g. `2025-03-02 06:00:00Z`. */
export function instantInWords(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
