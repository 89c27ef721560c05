import type { Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Every check of the promotion gate with its evidence, and what was registered. */
export function gateSection({ audit, gate }: JudgedRun): Section {
  return {
    title: 'May it be promoted?',
    code: [{ label: '7-register.ts', href: '../../../packages/churn/src/stages/7-register.ts' }],
    blocks: [
      {
        kind: 'table',
        table: {
          columns: [{ title: 'check' }, { title: 'verdict' }, { title: 'evidence' }],
          rows: [
            ...gate.checks.map(({ name, passed, reason }) => [
              name,
              passed ? 'passed' : 'failed',
              reason.replace(/^(passed|failed): /, ''),
            ]),
            ...gate.skipped.map(({ name, why }) => [name, 'not asked', why]),
          ],
        },
      },
      {
        kind: 'paragraph',
        text: !audit.passed
          ? 'Nothing is registered: the audit refused the run.'
          : gate.passed
            ? 'Offered as `challenger`. The CSM rule stays champion until a person moves the alias.'
            : 'Kept out: the version is registered with this evidence, and `challenger` stays where it was. The CSM rule stays champion.',
      },
    ],
  };
}
