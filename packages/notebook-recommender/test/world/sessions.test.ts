import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { chanceOfNewTask, type Session, STEPS_A_DAY } from '../../src/world/sessions.ts';
import { groupBy, runWorld } from './small-world.ts';

const { sessions, slates, population } = runWorld();

/** Of each session, the one before. */
const before = new Map<Session, Session>();
for (const ofUser of groupBy(sessions, ({ user }) => user).values())
  for (const [at, session] of ofUser.entries()) if (at > 0) before.set(session, ofUser[at - 1]);

const pages = sessions.filter((session) => session.isSlate && before.has(session));
const shareOfNew = (some: readonly Session[]) => some.filter(({ isNewTask }) => isNewTask).length / some.length;

describe('sessions', () => {
  test('find a new task on two blank pages of five, as often as chance says', () => {
    const share = slates.filter(({ session }) => session.isNewTask).length / slates.length;
    expect(Math.abs(share - 0.4)).toBeLessThan(0.03);
    const expected = pages.reduce((sum, one) => sum + chanceOfNewTask(before.get(one), one.step, one.ms), 0);
    const found = pages.filter(({ isNewTask }) => isNewTask).length;
    expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(pages.length / 4));
  });

  test('go on where the last run failed, and begin anew in the morning, on Mondays more, and after a while', () => {
    const gap = (one: Session) => (one.ms - before.get(one)!.ms) / MS_PER_HOUR;
    const calm = pages.filter((one) => !before.get(one)!.endsInFailure);
    const [mornings, afternoons] = [0, 1].map((sitting) => calm.filter(({ step }) => step % STEPS_A_DAY === sitting));
    const mondays = mornings.filter(({ step }) => step % (7 * STEPS_A_DAY) === 0);
    const long = afternoons.filter((one) => gap(one) > 96);
    expect(shareOfNew(pages.filter((one) => before.get(one)!.endsInFailure))).toBeLessThan(0.2);
    expect(shareOfNew(afternoons)).toBeLessThan(0.3);
    expect(shareOfNew(mornings)).toBeGreaterThan(0.7);
    expect(shareOfNew(mondays)).toBeGreaterThan(0.9);
    expect(shareOfNew(long)).toBeGreaterThan(2 * shareOfNew(afternoons.filter((one) => gap(one) < 48)));
  });

  test('keep the task until it is another one', () => {
    for (const [session, { task }] of before) {
      if (!session.isNewTask) expect(session.task).toBe(task);
      else expect(session.task.beganMs).toBe(session.ms);
    }
  });

  test('read the tables of a new task first, six times in seven, and elsewhere half the time; never before they were here last', () => {
    const withReads = (some: readonly Session[]) => some.filter(({ reads }) => reads.length > 0).length / some.length;
    const [anew, again] = [true, false].map((isNew) => pages.filter(({ isNewTask }) => isNewTask === isNew));
    expect(withReads(anew)).toBeCloseTo(0.85, 1);
    expect(withReads(again)).toBeCloseTo(0.5, 1);
    for (const session of anew) for (const { table } of session.reads) expect(session.task.tables).toContain(table);
    for (const session of pages)
      for (const { ms } of session.reads) {
        expect(ms).toBeLessThan(session.ms);
        expect(ms).toBeGreaterThan(before.get(session)!.ms);
        expect(session.ms - ms).toBeLessThanOrEqual(MS_PER_DAY / 3);
      }
  });

  test('begin when somebody has joined', () => {
    for (const { user, ms } of sessions) expect(ms).toBeGreaterThan(population.users[user].joinedMs);
  });
});
