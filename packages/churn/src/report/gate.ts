import type { Section } from '@applied-modeling/report';
import type { TrainRun } from '../pipeline.ts';

/** Every check of the promotion gate with its evidence, and what was registered. */
export function gateSection({ registered }: TrainRun): Section {
  return {
    title: 'May it be promoted?',
    code: [{ label: '7-register.ts', href: '../../../packages/churn/src/stages/7-register.ts' }],
    blocks: [
      {
        kind: 'table',
        table: {
          columns: [{ title: 'check' }, { title: 'verdict' }, { title: 'evidence' }],
          rows: [
            ...registered.gate.checks.map(({ name, passed, reason }) => [
              name,
              passed ? 'passed' : 'failed',
              reason.replace(/^(passed|failed): /, ''),
            ]),
            ...registered.gate.skipped.map(({ name, why }) => [name, 'not asked', why]),
          ],
        },
      },
      {
        kind: 'paragraph',
        text:
          registered.version === null
            ? 'Nothing was registered.'
            : `Registered as version ${registered.version}, alias \`challenger\`. The CSM rule stays champion until a person moves the alias.`,
      },
    ],
  };
}
