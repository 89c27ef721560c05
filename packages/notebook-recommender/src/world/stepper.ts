import { MS_PER_DAY, randomStream } from '@applied-modeling/synthetic';
import { type AccessEvent, createDoors, drawAccess } from './access.ts';
import { type Policy, topPlaces } from './history-policy.ts';
import { type Action, createJournal, type Read } from './journal.ts';
import { listed, lottery, sessions as planted, SLATE } from './planted.ts';
import type { Population } from './population.ts';
import { createReactions, type Worth } from './reactions.ts';
import { createSessions, type Session } from './sessions.ts';

/** A notebook at a position, and the chance that it stood there. */
export interface Shown {
  readonly notebook: number;
  readonly propensity: number;
  /** Chance of success once it is looked at. */
  readonly relevance: number;
  readonly succeeded: boolean;
}

export interface Slate extends Readonly<Record<'id' | 'user' | 'ms', number>> {
  readonly session: Session;
  readonly byLottery: boolean;
  /** What could be suggested at all. */
  readonly permitted: number;
  readonly shown: readonly Shown[];
  /** What was worth anything, best first; at least the best. */
  readonly worth: readonly { readonly notebook: number; readonly relevance: number }[];
}

/** What happened on one day; on the first, what was made and granted before it too. */
export interface Day {
  readonly day: number;
  readonly sessions: readonly Session[];
  readonly slates: readonly Slate[];
  readonly actions: readonly Action[];
  readonly reads: readonly Read[];
  readonly access: readonly AccessEvent[];
}

export interface StepperOptions {
  /** Share of the slates whose top is shuffled. */
  readonly exploration?: number;
}

/** A world at day 0. Who comes for what, and the luck of every suggestion, do not depend on the policy; what people use does. */
export function createStepper(seed: number, population: Population, asked: StepperOptions = {}) {
  const { notebooks, options } = population;
  const { exploration = lottery.share } = asked;
  const access = drawAccess(seed, population);
  const doors = createDoors(population, access);
  const sessionsOf = createSessions(seed, population);
  const journal = createJournal(seed, population);
  const { toSlate, toTask } = createReactions(seed, population, journal);
  const [lots, habits] = ['lottery', 'habits'].map((name) => randomStream(seed, name));
  const buffers = { notebooks: new Int32Array(notebooks.length), chances: new Float64Array(notebooks.length) };
  const creations = inTurn([...notebooks.keys()], (notebook) => notebooks[notebook].createdMs);
  const deletions = inTurn([...notebooks.keys()], (notebook) => notebooks[notebook].deletedMs);
  const changes = inTurn(access, ({ ms }) => ms);
  let day = 0;

  const worthOf = (session: Session, some: Int32Array, count: number): Worth => {
    journal.relevance.of(session, some, count, buffers.chances);
    return { count, notebooks: some, chances: buffers.chances };
  };

  const fill = (session: Session, order: readonly number[]) => {
    const top = order.slice(0, lottery.most);
    const draw = (nth: number) => lots.uniform(session.user, session.step, nth);
    const byLottery = draw(0) < exploration;
    const places = (byLottery ? top.toSorted((a, b) => draw(1 + a) - draw(1 + b)) : top).slice(0, SLATE);
    const propensity = (place: number, position: number) =>
      (1 - exploration) * Number(top[position] === place) + exploration / top.length;
    return { byLottery, places, propensities: places.map(propensity) };
  };

  const open = (session: Session, policy: Policy): Slate | null => {
    const { user, step, ms } = session;
    for (const read of session.reads) journal.read(user, read.table, null, read.ms);
    const request = journal.memory.ask(user, ms, (into) => doors.openTo(user, into));
    if (request.count === 0) return null;
    const id = slateId(user, step);
    const { byLottery, places, propensities } = fill(session, policy(request));
    const worth = worthOf(session, request.notebooks, request.count);
    const told = (place: number) => ({ notebook: worth.notebooks[place], relevance: worth.chances[place] });
    const best = topPlaces(worth.count, listed.most, (at) => worth.chances[at]).map(told);
    const before = places.map(told);
    const succeeded = toSlate(session, id, worth, places);
    const shown = before.map((one, at) => ({ ...one, propensity: propensities[at], succeeded: succeeded[at] }));
    const isWorth = best.filter(({ relevance }, rank) => rank === 0 || relevance >= listed.relevance);
    return { id, user, ms, session, byLottery, permitted: worth.count, shown, worth: isWorth };
  };

  const goOn = (session: Session) => {
    const { user, step } = session;
    const known = journal.relevance.usedFor(session).filter((notebook) => doors.mayOpen(user, notebook));
    const stays = known.length > 0 && habits.uniform(user, step) < planted.stays;
    if (stays) buffers.notebooks.set(known);
    const count = stays ? known.length : doors.openTo(user, buffers.notebooks);
    if (count > 0) toTask(session, worthOf(session, buffers.notebooks, count));
  };

  /** Runs the next day under the policy. */
  const step = (policy: Policy): Day => {
    const endMs = options.epoch + (day + 1) * MS_PER_DAY;
    for (const notebook of creations(endMs)) journal.create(notebook);
    for (const notebook of deletions(endMs))
      journal.act(notebooks[notebook].owner, notebook, 'delete', notebooks[notebook].deletedMs, null);
    journal.memory.nextDay();
    const sessions = sessionsOf(day);
    const slates: Slate[] = [];
    for (const session of sessions) {
      doors.advance(session.ms);
      const slate = session.isSlate ? open(session, policy) : goOn(session);
      if (slate) slates.push(slate);
    }
    return { day: day++, sessions, slates, access: changes(endMs), ...journal.take() };
  };
  return { population, step };
}

/** Fits 32 bits. */
export function slateId(user: number, step: number): number {
  return user * 512 + step + 1;
}

/** By time, those whose time has come since it was last asked. */
function inTurn<T>(some: readonly T[], instant: (one: T) => number): (endMs: number) => readonly T[] {
  const sorted = some.toSorted((a, b) => instant(a) - instant(b));
  let next = 0;
  return (endMs) => {
    const first = next;
    while (next < sorted.length && instant(sorted[next]) < endMs) next++;
    return sorted.slice(first, next);
  };
}
