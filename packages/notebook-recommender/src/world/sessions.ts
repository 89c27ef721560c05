import { MS_PER_DAY, MS_PER_HOUR, randomStream, wholeWithin, within } from '@applied-modeling/synthetic';
import { browsing, newTask, population as people, sessions as planted } from './planted.ts';
import { near, oneOfFirst, type Population } from './population.ts';

/** What somebody works at: tables, and a direction that nobody sees. */
export interface Task {
  readonly tables: readonly number[];
  readonly direction: Float64Array;
  /** Not what the team works with. */
  readonly isForeign: boolean;
  readonly beganMs: number;
}

/** Somebody sits down. `step` counts the sittings of the history, two a day: (user, step) is the key of everything drawn for it. */
export interface Session extends Readonly<Record<'user' | 'step' | 'ms', number>> {
  /** It begins with a blank page; otherwise people go on with what they have. */
  readonly isSlate: boolean;
  readonly isNewTask: boolean;
  readonly task: Task;
  /** The last run of it fails, if anything is run. */
  readonly endsInFailure: boolean;
  /** Tables that were read in the SQL editor before. */
  readonly reads: readonly Readonly<Record<'table' | 'ms', number>>[];
}

export const STEPS_A_DAY = 2;

/**
 * Who comes when, and for what: day after day, by time. None of it depends on what anybody was shown, so that worlds under two
 * policies have the same sessions.
 */
export function createSessions(seed: number, population: Population): (day: number) => Session[] {
  const { users, teams, tenants, options } = population;
  const [comes, tasks, browses] = ['sessions', 'tasks', 'browsing'].map((name) => randomStream(seed, name));
  const last: (Session | undefined)[] = users.map(() => undefined);

  const isThere = (user: number, step: number, day: number) => {
    const isBusy = comes.uniform(user, Math.floor(day / 7), 9) < planted.busyWeek.share;
    const week = isBusy ? planted.busyWeek.factor : planted.busyWeek.else;
    const rate = planted.perSitting * users[user].activity * week * (day % 7 > 4 ? planted.weekend : 1);
    return comes.uniform(user, step, 0) < Math.min(planted.most, rate);
  };

  const drawTask = (user: number, step: number, beganMs: number): Task => {
    const { tenant, team, direction } = users[user];
    const isForeign = tasks.uniform(user, step, 0) < newTask.foreign;
    const from = isForeign ? tenants[tenant].tables : teams[team].focus;
    const count = wholeWithin(newTask.tables, tasks.uniform(user, step, 1));
    const picks = Array.from({ length: count }, (_, nth) => oneOfFirst(from, tasks.uniform(user, step, 2 + nth)));
    const spread = isForeign ? people.spread.foreignTask : people.spread.task;
    const aim = near(direction, spread, (at) => tasks.normal(user, 1_000 + step, at));
    return { tables: [...new Set(picks)], direction: aim, isForeign, beganMs };
  };

  /** Before a blank page: tables of the task where it is new, any where it is not; never before the session before. */
  const drawReads = (user: number, step: number, ms: number, isNewTask: boolean, task: Task, lastMs: number) => {
    const draw = (of: number) => browses.uniform(user, step, of);
    if (draw(0) >= (isNewTask ? browsing.newTask : browsing.repeated)) return [];
    const { focus } = teams[users[user].team];
    const anyOf = (nth: number) =>
      oneOfFirst(draw(10 + nth) < browsing.fromFocus ? focus : tenants[users[user].tenant].tables, draw(20 + nth));
    const count = wholeWithin(browsing.tables, draw(1));
    const read = isNewTask ? task.tables : [...new Set(Array.from({ length: count }, (_, nth) => anyOf(nth)))];
    const readMs = (nth: number) => ms - Math.round(within(browsing.hours, draw(30 + nth)) * MS_PER_HOUR);
    return read
      .map((table, nth) => ({ table, ms: Math.max(readMs(nth), lastMs + MS_PER_HOUR) }))
      .filter((read) => read.ms < ms);
  };

  const sitDown = (user: number, step: number, ms: number): Session => {
    const before = last[user];
    const isSlate = comes.uniform(user, step, 2) < planted.slate;
    const isNewTask = isSlate && comes.uniform(user, step, 3) < chanceOfNewTask(before, step, ms);
    const task = before === undefined || isNewTask ? drawTask(user, step, ms) : before.task;
    const endsInFailure = comes.uniform(user, step, 4) < planted.endsInFailure;
    const reads = isSlate ? drawReads(user, step, ms, isNewTask, task, before?.ms ?? Number.NEGATIVE_INFINITY) : [];
    return { user, step, ms, isSlate, isNewTask, task, endsInFailure, reads };
  };

  return (day) => {
    const ofDay: Session[] = [];
    for (const [user, { joinedMs }] of users.entries()) {
      for (let sitting = 0; sitting < STEPS_A_DAY; sitting++) {
        const step = day * STEPS_A_DAY + sitting;
        if (!isThere(user, step, day)) continue;
        const hour = within(planted.hours[sitting], comes.uniform(user, step, 1));
        const ms = options.epoch + day * MS_PER_DAY + Math.round(hour * MS_PER_HOUR);
        if (ms < joinedMs + MS_PER_HOUR) continue;
        last[user] = sitDown(user, step, ms);
        ofDay.push(last[user]);
      }
    }
    return ofDay.sort((a, b) => a.ms - b.ms);
  };
}

/** That a blank page is for another task than the session before; certain for whoever was never here. */
export function chanceOfNewTask(before: Session | undefined, step: number, ms: number): number {
  if (before === undefined) return 1;
  const [least, most] = newTask.doublings;
  const doublings = Math.min(most, Math.max(least, Math.log2((ms - before.ms) / MS_PER_DAY)));
  const isMorning = step % STEPS_A_DAY === 0;
  const isMondayMorning = step % (7 * STEPS_A_DAY) === 0;
  const logOdds =
    newTask.bias +
    newTask.perDoubling * doublings +
    (before.endsInFailure ? newTask.lastFailed : 0) +
    (isMorning ? newTask.morning : 0) +
    (isMondayMorning ? newTask.mondayMorning : 0);
  return 1 / (1 + Math.exp(-logOdds));
}
