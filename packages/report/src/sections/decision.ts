import type { Decision, Tile } from '../page.ts';
import type { AuditTold } from './audit.ts';
import { beginning, type GateTold } from './gate.ts';

export type DecisionTold = {
  readonly audit: Pick<AuditTold, 'passed' | 'findings'>;
  readonly gate: GateTold;
  /** What is in force: `the three-day rule`, or `version 3`. */
  readonly champion: string;
  /** Why the model should be offered, in one sentence. */
  readonly offer: string;
  readonly tiles: readonly Tile[];
};

/** The verdict on top of the page. It is the gate's and never that of one figure. */
export function decide({ audit, gate, champion, offer, tiles }: DecisionTold): Decision {
  if (!audit.passed) {
    const suspects = audit.findings.flatMap(({ subject, severity }) => (severity === 'refused' ? [subject] : []));
    return {
      verdict: 'Do not use this run: the audit found a leak',
      tone: 'stop',
      text: `${[...new Set(suspects)].map((subject) => `\`${subject}\``).join(', ')}. Nothing is registered.`,
      tiles,
    };
  }
  if (gate.passed) {
    const text = `${offer} ${beginning(champion)} stays in force until a person promotes the challenger.`;
    return { verdict: 'Offer the model for promotion', tone: 'go', text, tiles };
  }
  const refused = gate.checks.flatMap(({ name, passed }) => (passed ? [] : [name]));
  const text = `The gate refused: ${refused.join(', ')}.`;
  return { verdict: `Keep ${champion} for now`, tone: 'open', text, tiles };
}
