import { paragraph, table } from '../blocks.ts';
import type { Section } from '../page.ts';

/** A promotion gate's verdict, as far as it is told. */
export type GateTold = {
  readonly passed: boolean;
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly reason: string }[];
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
};

export type GateSection = {
  readonly gate: GateTold;
  /** What is in force: `the three-day rule`, or `version 3`. */
  readonly champion: string;
  /** Why nothing is registered whatever the gate says; undefined where the model may be. */
  readonly withheld?: string | undefined;
  readonly code: readonly string[];
};

/** Every check of the promotion gate with its evidence, what could not be asked, and what follows. */
export function gateSection({ gate, champion, withheld, code }: GateSection): Section {
  return {
    title: 'May it be promoted?',
    code,
    blocks: [
      table({
        words: ['verdict', 'evidence'],
        rows: [
          ...gate.checks.map(({ name, passed, reason }) => ({
            check: name,
            verdict: passed ? 'passed' : 'failed',
            evidence: withoutVerdict(reason),
          })),
          ...gate.skipped.map(({ name, why }) => ({ check: name, verdict: 'not asked', evidence: why })),
        ],
      }),
      paragraph(consequence(gate, champion, withheld)),
    ],
  };
}

/** The evidence of a check without the word it begins with. */
export function withoutVerdict(reason: string): string {
  return reason.replace(/^(passed|failed): /, '');
}

function consequence({ passed }: GateTold, champion: string, withheld: string | undefined): string {
  if (withheld) return `Nothing is registered: ${withheld}.`;
  return passed
    ? `Offered as \`challenger\`. ${beginning(champion)} stays champion until a person moves the alias.`
    : `Kept out: the version is registered with this evidence, and \`challenger\` stays where it was. ${beginning(champion)} stays champion.`;
}

/** Words as they begin a sentence. */
export function beginning(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
