import { relative } from 'node:path';
import { asTyped } from '@applied-modeling/command';
import { count, layOut, type ScreenBlock } from '@applied-modeling/report';
import type { Published } from './publish-batch.ts';
import { BECAUSE, rowsToActOn } from './rows-to-act-on.ts';
import type { ScoreRun } from './scored-batch.ts';

export interface BatchTold {
  readonly command: string;
  readonly candidates: string;
  readonly chosen: string;
  readonly run: ScoreRun;
  readonly published: Published;
  /** Of the tables. */
  readonly dir: string;
}

/** One screen: whom to act on and why, who scored, whether the batch is in force and where it lies. */
export function tellBatch(told: BatchTold): string {
  const { run, published, candidates, chosen } = told;
  const { batch } = run;
  const acted = batch.isChosen.reduce((sum, one) => sum + one, 0);
  const { kind, verdict } = published;
  const passed = verdict.checks.filter((check) => check.passed).length;
  return layOut([
    {
      kind: 'sentence',
      text: `${published.decidedOn}: ${count(batch.entityId.length)} ${candidates}, ${count(acted)} ${chosen}`,
    },
    ...(kind === 'held' ? [] : [rowsShown(told)]),
    {
      kind: 'facts',
      facts: [
        { label: 'scored by', value: whoScored(run) },
        {
          label: 'audit',
          value: `${verdict.passed ? 'passed' : 'HELD BACK'}: ${passed} of ${verdict.checks.length} checks`,
          items: [
            ...verdict.checks
              .filter((check) => !check.passed)
              .map(({ name, reason }) => ({ text: `✗ ${name}: ${reason}` })),
            ...verdict.skipped.map(({ name, why }) => ({ text: `· ${name} was not asked: ${why}` })),
          ],
        },
        { label: 'table', value: whatBecameOf(told) },
      ],
    },
  ]);
}

function rowsShown({ run: { batch }, candidates }: BatchTold): ScreenBlock {
  const rows = rowsToActOn(batch, candidates);
  const note = rows.length > 0 ? `the first ${rows.length} of those acted on` : 'nothing to act on';
  return { kind: 'table', words: [BECAUSE], rows, note };
}

function whoScored({ champion }: ScoreRun): string {
  if (champion.kind === 'model') return `version ${champion.version.version}, the champion`;
  if (champion.why === null) return `version ${champion.version?.version}, the rule, which is champion`;
  return `the rule, because ${champion.why}`;
}

function whatBecameOf({ published, dir, command, candidates }: BatchTold): string {
  const { kind, decidedOn, replaced, tableVersion, inForce } = published;
  const at = `${relative(process.cwd(), dir) || '.'}/scores`;
  if (kind === 'already') return `${at}: scored already by the same model of the same tables; nothing changed`;
  if (kind === 'held')
    return `held_scores holds the batch to be looked at; ${inForce === null ? 'nothing is in force' : `${inForce} stays in force`}`;
  const before =
    replaced &&
    ` in place of those of ${replaced.scoredBy === 'rule' ? 'the rule' : `version ${replaced.modelVersion}`}`;
  return `${at}, version ${tableVersion}: ${candidates} of ${decidedOn}${before ?? ''}; see ${asTyped(`${command}:history`)}`;
}
