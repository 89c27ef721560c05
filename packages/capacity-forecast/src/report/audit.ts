import { type Block, decimal, type Section } from '@applied-modeling/report';
import type { TrainRun } from '../pipeline.ts';

/** What the leak audit looked at, what it found, and how much each feature tells alone. */
export function auditSection({ audit }: TrainRun): Section {
  return {
    title: 'Is any of it too good to be true?',
    code: [{ label: 'audit.ts', href: '../../../packages/capacity-forecast/src/evaluation/audit.ts' }],
    blocks: [{ kind: 'paragraph', text: verdict(audit) }, ...findings(audit), strongestFeatures(audit)],
  };
}

type Audited = TrainRun['audit'];

function verdict({ passed, checked, findings, notApplicable }: Audited): string {
  if (!passed) return 'The leak audit refused this run.';
  const skipped = notApplicable.map(({ detector, why }) => `${detector} (${why})`).join(', ') || 'none';
  const found = findings.length === 0 ? 'nothing' : 'nothing to refuse, though something to look at';
  return `The leak audit ran ${checked.length} detectors and found ${found}. Not applicable here: ${skipped}.`;
}

function findings({ findings }: Audited): Block[] {
  if (findings.length === 0) return [];
  const items = findings.map(
    ({ detector, subject, found, allowed, explanation, whatToDo }) =>
      `**${detector}**: \`${subject}\`: ${found}; allowed: ${allowed}. ${explanation} ${whatToDo}`,
  );
  return [{ kind: 'list', items }];
}

function strongestFeatures({ singleFeatureAucs }: Audited): Block {
  return {
    kind: 'table',
    caption:
      'The ten strongest features, each alone, on whether a week needs more than the structural forecast says. Nothing honest should pass 0.75.',
    table: {
      columns: [
        { title: 'feature' },
        { title: 'AUC of its values', align: 'right' },
        { title: 'of its missingness', align: 'right' },
      ],
      rows: singleFeatureAucs
        .slice(0, 10)
        .map(({ name, auc, missingnessAuc }) => [`\`${name}\``, decimal(auc), decimal(missingnessAuc)]),
    },
  };
}
