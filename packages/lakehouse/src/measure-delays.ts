/**
 * Did rows become known when they could have been, or when somebody loaded them?
 *
 * A load stamped into `available_at` hides the whole past from every decision before it, and nothing else looks wrong. So rows that
 * became known long after their event are told, and are refused when they are many.
 */

import type { TableContract } from './contract.ts';
import type { Lake } from './lake.ts';
import { tableExists } from './log.ts';
import { sqlInstant, sqlName } from './sql-text.ts';

/** Corrections come within days; a month later nobody decides about the week any more. */
const LATE_DAYS = 28;
const LARGEST_LATE_SHARE = 1 / 4;

/** Looks at every table that is there. `now` is the end of the history: what became known after it is not used. */
export async function measureDelays(
  lake: Lake,
  contracts: readonly TableContract[],
  now: Date,
): Promise<{ readonly notes: readonly string[]; readonly problems: readonly string[] }> {
  const notes: string[] = [];
  const problems: string[] = [];
  const unused: string[] = [];
  for (const { name, clocks, history } of contracts) {
    const { eventTime, availableAt } = clocks;
    if (availableAt === undefined || !tableExists(lake.tableDir(name))) continue;
    const isDated = history === 'bitemporal' && eventTime !== undefined;
    const [known, end] = [`epoch_us(${sqlName(availableAt)})`, `epoch_us(${sqlInstant(now)})`];
    const due = isDated ? `epoch_us(${sqlName(eventTime)}) + ${LATE_DAYS * 86_400e6}` : end;
    const found = await lake.query(
      `SELECT count(*) AS n, count(*) FILTER (${known} > ${end}) AS unused,
         count(*) FILTER (${known} > ${due}) AS late, max(${sqlName(availableAt)})::DATE::VARCHAR AS newest
       FROM ${lake.snapshot(name).relation}`,
    );
    const at = (column: string) => found.numbers(column)[0];
    const [newest] = found.nullableStrings('newest');
    if (at('unused') > 0) unused.push(`${at('unused')} of ${name} (the last ${newest})`);
    if (at('late') === 0) continue;
    const when = isDated
      ? `more than ${LATE_DAYS} days after ${eventTime}`
      : `after ${now.toISOString().slice(0, 10)}, where the history ends`;
    const sentence = `${name}: ${availableAt} of ${at('late')} of its ${at('n')} rows is ${when}, the last ${newest}`;
    const next = 'it must say when a row could first be known, not when it was loaded';
    if (at('late') > at('n') * LARGEST_LATE_SHARE) problems.push(`${sentence}; ${next}`);
    else if (isDated) notes.push(`${sentence}; until then nobody is taken to have known these rows`);
  }
  const end = now.toISOString().slice(0, 16).replace('T', ' ');
  if (unused.length > 0)
    notes.push(`rows that became known after ${end}, where the history ends, were not used: ${unused.join(', ')}`);
  return { notes, problems };
}
