import { Refusal, type Session } from '@applied-modeling/command';
import { explainLearned } from '@applied-modeling/learned';
import { count, decimal, facts, layOut, percent, reasons } from '@applied-modeling/report';
import { openSqlReader } from '@applied-modeling/sql-text';
import type { ServedModel } from '../domain.ts';
import { labelContract } from '../label.ts';
import { FEATURE_WORDS } from '../report/explain.ts';
import { MODEL_COLUMNS } from '../training-set/query-columns.ts';
import { type Decision, decide, oneRow } from './gateway.ts';
import { loadGateway } from './load-gateway.ts';
import type { Submission } from './online-store.ts';

/** Who asks, as far as he says so. */
export type Asked = Readonly<Record<'user' | 'tenant' | 'application' | 'warehouse', string | undefined>>;

/** The verdict on one text, with what it is made of: what a person asks first. */
export async function explain(
  sql: string,
  asked: Asked,
  { places, print }: Pick<Session, 'places' | 'print'>,
): Promise<number> {
  const { version, isChampion, ...loaded } = await loadGateway(places);
  const reader = await openSqlReader();
  try {
    // A first decision opens the parser and warms the engine; the second is what a gateway that has been up for a while takes.
    const gateway = { ...loaded, reader, budgetMs: 1000 };
    const by: Submission = {
      ...{ executed_by: asked.user ?? null, workspace_id: asked.tenant ?? null },
      ...{ client_application: asked.application ?? null, warehouse_id: asked.warehouse ?? null },
      submittedMs: loaded.store.past.at,
    };
    await decide(gateway, sql, by);
    const decision = await decide(gateway, sql, by);
    if (decision.because !== 'chance')
      throw new Refusal(WHY_NOT[decision.because], ['a gateway admits such a query, and counts it']);
    print(tell(decision, loaded.model, `version ${version}${isChampion ? ', champion' : ''}`));
    return 0;
  } finally {
    reader.close();
  }
}

const WHY_NOT = {
  'not-a-select': 'this is not one SELECT, so nobody can say what it reads',
  'syntax-error': 'the parser cannot read this text',
  'too-long': 'this text is longer than a gateway reads',
  'too-late': 'reading this text took longer than a second',
} as const;

type Scored = Extract<Decision, { because: 'chance' }>;

function tell(scored: Scored, served: ServedModel, by: string): string {
  const { action, chance, threshold, utilisation, expectedCpuSeconds, scans, row, milliseconds } = scored;
  const explained = explainLearned(served.chance, oneRow(row), Uint32Array.of(0));
  const runs = row[MODEL_COLUMNS.indexOf('template_runs_7d')];
  const why = reasons({ names: MODEL_COLUMNS, words: FEATURE_WORDS }, explained, 0);
  const total = milliseconds.read + milliseconds.features + milliseconds.score;
  const found = facts({
    verdict: action === 'route' ? 'route it to the heavy pool' : 'run it here',
    chance: `${percent(chance)} that it takes more than ${count(labelContract.expensiveCpuSeconds)} CPU-seconds; at a utilisation of ${percent(utilisation, 0)} ${tellThreshold(threshold)}`,
    'expected cost': `${count(Math.max(1, Math.round(expectedCpuSeconds)))} CPU-seconds`,
    reads: scans.length === 0 ? 'no table' : scans.map(tellScan),
    template: runs > 0 ? `${count(runs)} queries of it in the last 7 days` : 'no query of it in the last 7 days',
    why: why.map((reason, at) => (at < why.length - 1 ? `${reason};` : reason)),
    took: `${decimal(total, 1)} ms: read ${decimal(milliseconds.read, 1)}, features ${decimal(milliseconds.features, 1)}, score ${decimal(milliseconds.score, 1)}`,
    model: by,
  });
  return layOut([found]);
}

function tellThreshold(chance: number): string {
  if (chance <= 0) return 'the cost it expects is worth the delay, whatever the chance';
  return chance > 1 ? 'no chance is worth the delay' : `it is routed from ${percent(chance)} on`;
}

function tellScan({ table, read, days, isUnpruned }: Scored['scans'][number]): string {
  if (Number.isNaN(read)) return `${table.name || 'a file'}, which nobody knows;`;
  const part = Number.isNaN(days) ? 'in one piece' : isUnpruned ? `all ${count(days)} days` : `${count(days)} days`;
  return `${table.name}: ${part}, ${decimal(read / 1e9, 2)} GB;`;
}
