import { type Detector, detector, type FeatureSet } from '@applied-modeling/feature-store';
import { ADMITTED_COLUMNS, queryHistory } from '../tables.ts';

/**
 * The admission contract: what a query's own row of the history may lend to a decision about it. Everything else of that row is
 * known only after it has run, and is refused by name. Rows of earlier queries may lend all they have.
 */
export function postExecutionColumns(): readonly string[] {
  return queryHistory.columns.map(({ name }) => name).filter((name) => !ADMITTED_COLUMNS.includes(name));
}

/** Finds features that read a query's own row beyond the contract. */
export function postExecutionColumn({ views }: Pick<FeatureSet, 'views'>): Detector {
  return detector('post-execution-column', [], () =>
    views.filter(readsOwnRow).flatMap(({ features }) =>
      Object.entries(features).flatMap(([feature, read]) => {
        const column = 'column' in read ? read.column : undefined;
        if (column === undefined || ADMITTED_COLUMNS.includes(column)) return [];
        return {
          subject: feature,
          found: `it reads ${column} of the query that is decided about`,
          allowed: ADMITTED_COLUMNS.join(', '),
          explanation: `The history has ${column} after the query has run: at admission nobody knows it.`,
          whatToDo: `Take ${feature} out; ${column} of earlier queries of the template may be read instead.`,
          severity: 'refused' as const,
        };
      }),
    ),
  );
}

function readsOwnRow(view: FeatureSet['views'][number]): boolean {
  return view.source === queryHistory && 'entity' in view && [view.entity].flat().includes('statement_id');
}
