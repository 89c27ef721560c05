import type { ModelColumns } from '@applied-modeling/feature-store';
import { isTrees, type Learned } from '@applied-modeling/learned';
import { blendRule } from '../incumbent.ts';

/** The sign of a new task, multiplied with what counts for more then, and with what counts for less. */
export const PRODUCTS = ['table_overlap', 'hours_since_use'].map((of) => ({ of, name: `fresh_reads × ${of}` }));

/**
 * The columns as a line needs them, of which trees find out themselves: hours decay by half in three days, as in the rule, and never
 * is 0; counts and ages count by their doublings. What is the same for all candidates of a page changes no order of a sum; multiplied
 * with what is not, it does.
 */
export function lineColumns({ names, columns }: ModelColumns): ModelColumns {
  const shaped = columns.map((column, at) => column.map(shapeOf(names[at])));
  const of = (name: string) => shaped[names.indexOf(name)];
  const fresh = of('fresh_reads');
  return {
    names: [...names, ...PRODUCTS.map(({ name }) => name)],
    columns: [...shaped, ...PRODUCTS.map((one) => of(one.of).map((value, row) => value * fresh[row]))],
  };
}

/** Rows as a model reads them that was learnt: a line its own columns, trees what is there. */
export function asRead(learned: Learned, read: ModelColumns): ModelColumns {
  return isTrees(learned) ? read : lineColumns(read);
}

function shapeOf(name: string): (value: number) => number {
  if (name.startsWith('hours_since_'))
    return (hours) => (Number.isNaN(hours) ? 0 : 2 ** (-hours / blendRule.halfLifeHours));
  return COUNTS.test(name) ? (count) => Math.log2(1 + count) : (value) => value;
}

/** Of days, reads and places; ages among them. */
const COUNTS = /_(\d+d|days|items|reads|read|rank|common|use)$|^permitted$/;
