import type { TableContract } from '@applied-modeling/lakehouse';
import type { Ingested, TrainingSet } from './domain.ts';
import { churnFeatures } from './features.ts';

/** Some accounts and, behind `relation`, no rows but theirs. */
export interface AccountSample {
  /** One account in so many. */
  readonly every: number;
  /** Rows of the training set that are about them, ascending. */
  readonly rows: Uint32Array;
  readonly relation: Ingested['relation'];
}

/**
 * Copies the rows of every n-th account aside, `about` so many in all. A compiled query scans its tables whole,
 * so a question about few accounts is cheap only over tables that hold no others. Ids that migrated come together.
 */
export async function sampleAccounts(
  { lake, relation }: Pick<Ingested, 'lake' | 'relation'>,
  set: TrainingSet,
  about: number,
): Promise<AccountSample> {
  const accounts = set.cluster.reduce((largest, cluster) => Math.max(largest, cluster), 0) + 1;
  const every = Math.max(1, Math.round(accounts / about));
  const rows = Uint32Array.from(set.cluster.keys()).filter((row) => set.cluster[row] % every === 0);
  if (every === 1) return { every, rows, relation };
  await lake.stage('sampled_ids', { account_id: [...new Set(Array.from(rows, (row) => set.accountId[row]))] });
  const copies = [...new Set(churnFeatures.views.map((view) => view.source))].flatMap((source) => {
    const all = relation(source);
    return all !== undefined && isPerAccount(source) ? [{ name: source.name, all }] : [];
  });
  const script = copies.map(
    ({ name, all }) => `CREATE OR REPLACE TEMP TABLE sampled_${name} AS
      SELECT * FROM ${all} WHERE account_id IN (SELECT account_id FROM sampled_ids)`,
  );
  await lake.run(script.join(';\n'));
  await lake.unstage('sampled_ids');
  const isCopied = new Set(copies.map(({ name }) => name));
  return {
    every,
    rows,
    relation: (contract) => (isCopied.has(contract.name) ? `sampled_${contract.name}` : relation(contract)),
  };
}

export function isPerAccount({ columns }: TableContract): boolean {
  return columns.some(({ name }) => name === 'account_id');
}
