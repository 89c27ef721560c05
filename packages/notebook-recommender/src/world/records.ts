import type { Batches, StageColumns } from '@applied-modeling/lakehouse';
import { lagMs, MS_PER_DAY, randomStream } from '@applied-modeling/synthetic';
import { CHANGES } from './access.ts';
import { ACTIONS } from './journal.ts';
import { lagHours } from './planted.ts';
import type { Population } from './population.ts';
import type { Day } from './stepper.ts';
import { TABLE_NAMES } from './words.ts';

const POLICIES = ['rule', 'lottery'] as const;

/** Who is who, as texts. */
export function spell({ tenants, teams, users, notebooks }: Population) {
  const named = (name: string, some: readonly unknown[], digits: number) =>
    some.map((_, at) => `${name}-${String(at + 1).padStart(digits, '0')}`);
  const ids = {
    tenants: named('tenant', tenants, 2),
    teams: named('team', teams, 4),
    users: named('user', users, 4),
    notebooks: named('notebook', notebooks, 5),
  };
  return { ...ids, principals: [...ids.users, ...ids.teams, ...ids.tenants] };
}

export type Spelling = ReturnType<typeof spell>;

/** What happened on a day, as rows of the tables. */
export function createRecorder(seed: number, population: Population, ids: Spelling): (day: Day) => Batches {
  const random = randomStream(seed, 'impression rows');
  const lag = lagMs(lagHours.impressions);
  let written = 0;
  return ({ day, actions, slates, reads, access }) => {
    const shown = slates.flatMap((slate) => {
      const landsMs = slate.ms + lag(random.normal(slate.id, 0));
      return slate.shown.map((one, rank) => ({ slate, one, rank, landsMs }));
    });
    const worth = slates.flatMap((slate) => slate.worth.map((one) => ({ slate, one })));
    return {
      actions: table(actions, ({ whole, number, text, orNull }) => ({
        action_id: whole(() => ++written),
        user_id: text(ids.users, ({ user }) => user),
        notebook_id: text(ids.notebooks, ({ notebook }) => notebook),
        action: text(ACTIONS, ({ action }) => ACTIONS.indexOf(action)),
        slate_id: orNull(whole, ({ slate }) => slate),
        acted_at: number(({ ms }) => ms),
        available_at: number(({ landsMs }) => landsMs),
      })),
      impressions: table(shown, ({ whole, number, text }) => ({
        slate_id: whole(({ slate }) => slate.id),
        user_id: text(ids.users, ({ slate }) => slate.user),
        notebook_id: text(ids.notebooks, ({ one }) => one.notebook),
        position: whole(({ rank }) => rank + 1),
        policy: text(POLICIES, ({ slate }) => Number(slate.byLottery)),
        propensity: number(({ one }) => one.propensity),
        shown_at: number(({ slate }) => slate.ms),
        available_at: number(({ landsMs }) => landsMs),
      })),
      users: userRows(population, ids, day),
      acl_events: table(access, ({ number, text }) => ({
        notebook_id: text(ids.notebooks, ({ notebook }) => notebook),
        tenant_id: text(ids.tenants, ({ notebook }) => population.notebooks[notebook].tenant),
        principal_id: text(ids.principals, ({ principal }) => principal),
        change: text(CHANGES, ({ change }) => CHANGES.indexOf(change)),
        changed_at: number(({ ms }) => ms),
        available_at: number(({ ms }) => ms),
      })),
      lineage: table(reads, ({ number, text, orNull }) => ({
        user_id: text(ids.users, ({ user }) => user),
        table_name: text(TABLE_NAMES, ({ table }) => population.tableName[table]),
        notebook_id: orNull(
          (of) => text(ids.notebooks, of),
          ({ notebook }) => notebook,
        ),
        read_at: number(({ ms }) => ms),
        available_at: number(({ landsMs }) => landsMs),
      })),
      truth: table(worth, ({ whole, number, text, flag }) => ({
        slate_id: whole(({ slate }) => slate.id),
        notebook_id: text(ids.notebooks, ({ one }) => one.notebook),
        relevance: number(({ one }) => one.relevance),
        is_new_task: flag(({ slate }) => slate.session.isNewTask),
      })),
    };
  };
}

/** Users on the day they join; on the first day all who were there before. */
function userRows({ users, options: { epoch } }: Population, ids: Spelling, day: number) {
  const dayOf = (ms: number) => Math.max(0, Math.floor((ms - epoch) / MS_PER_DAY));
  return users.flatMap(({ tenant, team, joinedMs }, user) => {
    if (dayOf(joinedMs) !== day) return [];
    const [user_id, tenant_id, team_id] = [ids.users[user], ids.tenants[tenant], ids.teams[team]];
    return [{ user_id, tenant_id, team_id, joined_at: joinedMs, available_at: joinedMs }];
  });
}

/** Notebooks as they are called at the end. */
export function notebookRows({ notebooks }: Population, { notebooks: ids, tenants }: Spelling) {
  return notebooks.map(({ tenant, title }, at) => ({ notebook_id: ids[at], tenant_id: tenants[tenant], title }));
}

/** Columns of some: numbers, or codes of texts. */
function table<T>(some: readonly T[], columnsOf: (as: ReturnType<typeof columnsFrom<T>>) => StageColumns) {
  return { columns: columnsOf(columnsFrom(some)) };
}

function columnsFrom<T>(some: readonly T[]) {
  const fill = <Numbers extends Int32Array | Float64Array | Uint8Array>(numbers: Numbers, of: (one: T) => number) => {
    for (let at = 0; at < some.length; at++) numbers[at] = of(some[at]);
    return numbers;
  };
  const flag = (of: (one: T) => boolean) => fill(new Uint8Array(some.length), (one) => Number(of(one)));
  const whole = (of: (one: T) => number) => fill(new Int32Array(some.length), of);
  const number = (of: (one: T) => number) => fill(new Float64Array(some.length), of);
  const text = (dictionary: readonly string[], of: (one: T) => number) => ({ codes: whole(of), dictionary });
  const orNull = <Values>(kind: (of: (one: T) => number) => Values, of: (one: T) => number | null) => {
    return { values: kind((one) => of(one) ?? 0), nulls: flag((one) => of(one) === null) };
  };
  return { flag, whole, number, text, orNull };
}
