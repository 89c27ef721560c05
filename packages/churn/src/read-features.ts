import { buildTrainingSet, compileFeatures, type Door, modelMatrix } from '@applied-modeling/feature-store';
import type { Ingested } from './domain.ts';
import { churnFeatures } from './features.ts';
import { isPerAccount } from './sample-accounts.ts';
import { accounts } from './tables.ts';

/** Accounts and times to read features for. */
export interface WantedRows {
  readonly accountId: readonly string[];
  /** Milliseconds. */
  readonly decidedAt: Float64Array;
}

export interface ReadRows {
  readonly rows: number;
  readonly accountId: readonly string[];
  readonly names: readonly string[];
  /** Model columns, row by row what was wanted. */
  readonly columns: readonly Float32Array[];
  readonly maxAvailableAtBySource: Readonly<Record<string, Float64Array>>;
}

/**
 * Reads the features of any accounts at any times, without a label: what the audit and the careless join compare with.
 * `relation` may hold a sample of the accounts; the first day of the history is that of all of them, as in label.sql.
 */
export async function readFeatures(
  { lake, relation }: Pick<Ingested, 'lake' | 'relation'>,
  { accountId, decidedAt }: WantedRows,
  door: Door,
): Promise<ReadRows> {
  await lake.stage('wanted_rows', {
    account_id: accountId,
    decided_ms: decidedAt,
    place: Int32Array.from(accountId.keys()),
  });
  try {
    const compiled = compileFeatures(churnFeatures, {
      spine: {
        relation: `(
          SELECT
            wanted_rows.account_id,
            account.region,
            wanted_rows.place,
            epoch_ms(wanted_rows.decided_ms::BIGINT)::TIMESTAMPTZ AS decided_at,
            greatest(account.signup_date, history.first_day) AS observed_since
          FROM wanted_rows
          LEFT JOIN ${relation(accounts)} AS account ON account.account_id = wanted_rows.account_id
          CROSS JOIN (SELECT min(usage_date) AS first_day FROM usage_daily) AS history
        )`,
        keys: ['account_id', 'region'],
        carry: ['place'],
      },
      relation: (source) => {
        const all = relation(source);
        if (all === undefined || !isPerAccount(source)) return all;
        return `(SELECT * FROM ${all} WHERE account_id IN (SELECT account_id FROM wanted_rows))`;
      },
      door,
    });
    const read = await buildTrainingSet(lake, compiled);
    if (read.rowCount !== accountId.length) {
      throw new Error(
        `read features: found ${read.rowCount} rows, expected ${accountId.length}; is account_id unique in accounts?`,
      );
    }
    const rowAt = new Uint32Array(read.rowCount);
    for (const [row, place] of (read.carried.place as Float64Array).entries()) rowAt[place] = row;
    const inWantedOrder = (values: Float64Array) => Float64Array.from(rowAt, (row) => values[row]);
    return {
      rows: read.rowCount,
      accountId,
      names: read.modelColumns,
      columns: modelMatrix(read).map((column) => Float32Array.from(rowAt, (row) => column[row])),
      maxAvailableAtBySource: Object.fromEntries(
        Object.entries(read.maxAvailableAtBySource).map(([source, values]) => [source, inWantedOrder(values)]),
      ),
    };
  } finally {
    await lake.unstage('wanted_rows');
  }
}
