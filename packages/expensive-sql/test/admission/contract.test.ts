import { eventView, featureSet, lastValue, median } from '@applied-modeling/feature-store';
import { describe, expect, it } from 'vitest';
import { postExecutionColumn, postExecutionColumns } from '../../src/admission/contract.ts';
import { leakingFeatures, logged, queryFeatures } from '../../src/features.ts';
import { queryHistory } from '../../src/tables.ts';

const findings = (views: Parameters<typeof featureSet>[0]['views']) => {
  const found = postExecutionColumn(featureSet({ views })).detect({} as never);
  if ('notApplicable' in found) throw new Error(found.notApplicable);
  return found;
};
const ownRow = (column: string) =>
  eventView({
    ...{ name: 'own', source: queryHistory, entity: 'statement_id', freshnessHours: 1 },
    features: { leak: lastValue(column) },
  });

describe('the admission contract', () => {
  it('lists every column that is known only after the query has run', () => {
    expect(postExecutionColumns()).toEqual(
      expect.arrayContaining([
        ...[
          'total_task_duration_ms',
          'total_duration_ms',
          'waiting_at_capacity_duration_ms',
          'read_bytes',
          'read_files',
        ],
        ...[
          'pruned_files',
          'spilled_local_bytes',
          'produced_rows',
          'from_result_cache',
          'execution_status',
          'end_time',
        ],
      ]),
    );
    expect(postExecutionColumns()).not.toContain('statement_text');
  });

  it.each(
    queryHistory.columns
      .filter(({ name, sqlType }) => postExecutionColumns().includes(name) && /INT|BOOL/.test(sqlType))
      .map(({ name }) => name),
  )('refuses %s of the query that is decided about by name', (column) => {
    expect(findings([ownRow(column)])).toEqual([
      expect.objectContaining({ subject: 'leak', severity: 'refused', found: expect.stringContaining(column) }),
    ]);
  });

  it('refuses the planted leak, and nothing of the honest features', () => {
    expect(findings(leakingFeatures.views).map(({ subject }) => subject)).toEqual(['total_duration_ms']);
    expect(findings(queryFeatures.views)).toEqual([]);
  });

  it('lets rows of earlier queries lend what they cost', () => {
    const features = { past: median('log_cpu', { rows: 3 }) };
    expect(
      findings([eventView({ name: 'past', source: logged, entity: 'fingerprint', freshnessHours: 1, features })]),
    ).toEqual([]);
  });
});
