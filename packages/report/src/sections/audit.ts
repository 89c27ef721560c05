import { paragraph, table } from '../blocks.ts';
import { decimal, type Measured } from '../format.ts';
import type { Block, Section } from '../page.ts';

/** A leak audit, as far as it is told: structural, so that whoever audits need not know this package. */
export type AuditTold = {
  readonly passed: boolean;
  readonly checked: readonly string[];
  readonly notApplicable: readonly { readonly detector: string; readonly why: string }[];
  readonly findings: readonly Finding[];
};

type Finding = { readonly severity: 'refused' | 'noticed' } & Readonly<
  Record<'detector' | 'subject' | 'found' | 'allowed' | 'explanation' | 'whatToDo', string>
>;

export type AuditSection = {
  readonly audit: AuditTold & {
    /** Best first. */
    readonly singleFeatureAucs: readonly ({ readonly name: string } & Record<'auc' | 'missingnessAuc', Measured>)[];
  };
  /** Where a feature that is this good alone deserves a look. */
  readonly noticedAuc: number;
  /** What single features are tried on, where that is not the label itself. */
  readonly question?: string;
  readonly code: readonly string[];
};

/** What the leak audit looked at, what it found, and how much each feature tells alone. */
export function auditSection({ audit, noticedAuc, question, code }: AuditSection): Section {
  const shown = audit.singleFeatureAucs.slice(0, 5);
  const isTelling = shown.some(({ missingnessAuc }) => decimal(missingnessAuc, 2) !== '0.50');
  return {
    title: 'Is any of it too good to be true?',
    code,
    blocks: [
      paragraph(verdict(audit)),
      ...findings(audit),
      table({
        caption: `The five strongest features, each alone${question ? `, on ${question}` : ''}. Nothing honest should pass ${noticedAuc}.`,
        rows: shown.map(({ name, auc, missingnessAuc }) => ({
          feature: `\`${name}\``,
          'AUC of its values': decimal(auc),
          ...(isTelling && { 'of its missingness': decimal(missingnessAuc) }),
        })),
      }),
    ],
  };
}

function verdict({ passed, checked, findings, notApplicable }: AuditTold): string {
  if (!passed) return 'The leak audit refused this run.';
  const skipped = notApplicable.map(({ detector, why }) => ` Not asked: ${detector} (${why}).`).join('');
  const found = findings.length === 0 ? 'nothing' : 'nothing to refuse, though something to look at';
  return `The leak audit ran ${checked.length} detectors and found ${found}.${skipped}`;
}

function findings({ findings }: AuditTold): readonly Block[] {
  if (findings.length === 0) return [];
  const items = findings.map(
    ({ detector, subject, found, allowed, explanation, whatToDo }) =>
      `**${detector}**: \`${subject}\`: ${found}; allowed: ${allowed}. ${explanation} ${whatToDo}`,
  );
  return [{ kind: 'list', items }];
}
