import type { Section } from '@applied-modeling/report';
import type { TrainRun } from '../pipeline.ts';

/** Every check of the promotion gate with its evidence, what could not be asked, and what was registered. */
export function gateSection({ registered: { gate, version } }: TrainRun): Section {
  return {
    title: 'May it be promoted?',
    code: [{ label: '7-register.ts', href: '../../../packages/capacity-forecast/src/stages/7-register.ts' }],
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
        text:
          version === null
            ? 'Nothing was registered.'
            : `Registered as version ${version}, alias \`challenger\`. The four-week rule stays champion until a person moves the alias.`,
      },
    ],
  };
}
