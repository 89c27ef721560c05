import { featureColumn } from '@applied-modeling/feature-store';
import { type Lake, readSql } from '@applied-modeling/lakehouse';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { SlateRows } from '../domain.ts';

/** A notebook as a person sees it: what it is called today, and why it is here. */
export interface Suggestion {
  readonly notebookId: string;
  readonly title: string | null;
  readonly because: string;
}

/** Reasons in words a colleague would use, from the same features the model reads; in the order of `rows`. */
export async function readReasons(lake: Lake, set: SlateRows, rows: Uint32Array): Promise<readonly Suggestion[]> {
  await lake.unstage('slate_reasons');
  await lake.stage('slate_reasons', { nth: Int32Array.from(rows) });
  const found = await lake.query(REASONS_SQL);
  const at = new Map(Array.from(found.integers('nth'), (nth, index) => [nth, index]));
  const [titles, tables] = [found.nullableStrings('title'), found.nullableStrings('tables')];
  return Array.from(rows, (row) => ({
    notebookId: set.notebookId[row],
    title: titles[at.get(row)!],
    because: becauseOf(set, row, tables[at.get(row)!]),
  }));
}

const REASONS_SQL = readSql(new URL('reasons.sql', import.meta.url));

/** The strongest reason first: what you did, what you read, what your team does. */
function becauseOf(set: SlateRows, row: number, tables: string | null): string {
  const of = (name: string) => featureColumn(set, name)[row];
  const [ran, used, byTeam] = [of('hours_since_run_ok'), of('hours_since_use'), of('team_opens_7d')];
  const when = (hours: number) => tellWhen(set.spine.decidedAt[row] - hours * MS_PER_HOUR, set.spine.decidedAt[row]);
  const reasons = [
    ...(ran >= 0 ? [`you ran it ${when(ran)}`] : used >= 0 ? [`you opened it ${when(used)}`] : []),
    ...(tables === null ? [] : [`it reads ${tables}, as you did today`]),
    ...(byTeam > 0
      ? [`your team opened it ${byTeam === 1 ? 'once' : byTeam === 2 ? 'twice' : `${byTeam} times`} this week`]
      : []),
    ...(of('co_use') > 0 ? ['colleagues open it together with what you used last'] : []),
  ];
  return reasons.slice(0, 2).join('; ') || 'many at your company open it';
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `today`, `yesterday`, `on Friday`, `on 3 May`: by the days of UTC, as everything here. */
function tellWhen(ms: number, nowMs: number): string {
  const [then, now] = [new Date(ms), new Date(nowMs)];
  const days = Math.floor(nowMs / 86_400_000) - Math.floor(ms / 86_400_000);
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 7) return `on ${DAYS[then.getUTCDay()]}`;
  const year = then.getUTCFullYear() === now.getUTCFullYear() ? '' : ` ${then.getUTCFullYear()}`;
  return `on ${then.getUTCDate()} ${then.toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' })}${year}`;
}
