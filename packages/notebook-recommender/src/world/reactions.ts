import { categorical, randomStream, within } from '@applied-modeling/synthetic';
import type { Journal } from './journal.ts';
import { reaction as planted, sessions } from './planted.ts';
import type { Population } from './population.ts';
import type { Session } from './sessions.ts';

/** What a person could use now: entry i of `chances` is that of success of `notebooks[i]`. */
export interface Worth {
  readonly count: number;
  readonly notebooks: Int32Array;
  readonly chances: Float64Array;
}

const MS_PER_MINUTE = 60_000;

/**
 * What people do. Who looks where, and whether what is looked at succeeds, are drawn for (user, step) and position or notebook:
 * another order meets the same luck.
 */
export function createReactions(seed: number, population: Population, journal: Journal) {
  const streams = ['looks', 'outcomes', 'searches', 'times'];
  const [looks, outcomes, searches, times] = streams.map((name) => randomStream(seed, name));
  const { notebooks } = population;
  const renown = Float64Array.from(notebooks, ({ popularity }) => popularity ** sessions.pull);

  const minutes = (range: readonly [number, number], { user, step }: Session, notebook: number, nth: number) =>
    within(range, times.uniform(user, step, 8 * notebook + nth)) * MS_PER_MINUTE;

  const begin = ({ user, step }: Session, notebook: number, ms: number, slate: number | null, mustCopy = false) => {
    const share = notebooks[notebook].owner === user ? planted.clones.own : planted.clones.others;
    const copies = mustCopy || times.uniform(user, step, 8 * notebook) < share;
    journal.act(user, notebook, copies ? 'clone' : 'open', ms, slate);
  };

  /** Opens it and runs it; returns when it ran. */
  const use = (session: Session, notebook: number, openedMs: number, slate: number | null): number => {
    begin(session, notebook, openedMs, slate);
    const ranMs = openedMs + minutes(planted.runsWithinMinutes, session, notebook, 1);
    journal.act(session.user, notebook, 'run_ok', ranMs, slate);
    return ranMs;
  };

  /** Opens what does not help. */
  const openInVain = (session: Session, notebook: number, openedMs: number, slate: number): void => {
    const { user, step, ms } = session;
    const { nothing, fails, late } = planted.inVain;
    const shares = [nothing, fails, late, 1 - nothing - fails - late];
    const how = categorical(shares, times.uniform(user, step, 8 * notebook + 2));
    begin(session, notebook, openedMs, slate, how === 3);
    const ranMs = openedMs + minutes(planted.runsWithinMinutes, session, notebook, 1);
    if (how === 1) journal.act(user, notebook, 'run_failed', ranMs, slate);
    if (how === 2) journal.act(user, notebook, 'run_ok', ms + minutes([35, 50], session, notebook, 3), slate);
    if (how < 3) return;
    journal.act(user, notebook, 'run_ok', ranMs, slate);
    journal.act(user, notebook, 'delete', openedMs + minutes([60, 1_200], session, notebook, 3), slate);
  };

  /** One of all, by weight. */
  const choose = ({ count, notebooks: some }: Worth, weight: (at: number) => number, u: number): number => {
    let total = 0;
    for (let at = 0; at < count; at++) total += weight(at);
    let left = u * total;
    for (let at = 0; at < count - 1; at++) {
      left -= weight(at);
      if (left < 0) return some[at];
    }
    return some[count - 1];
  };

  /** The last run of a session, where it fails. */
  const end = (session: Session, notebook: number, ranMs: number): void => {
    if (!session.endsInFailure) return;
    journal.act(session.user, notebook, 'run_failed', ranMs + minutes([1, 8], session, notebook, 4), null);
  };

  return {
    /** Looks at a slate: `shown` are places of `worth`. Returns for each whether it succeeded. */
    toSlate(session: Session, slate: number, worth: Worth, shown: readonly number[]): boolean[] {
      const { user, step, ms } = session;
      let last: { readonly notebook: number; readonly ranMs: number } | null = null;
      const succeeded = shown.map((place, position) => {
        if (looks.uniform(user, step, position) >= planted.examined[position]) return false;
        const [notebook, chance] = [worth.notebooks[place], worth.chances[place]];
        const u = outcomes.uniform(user, step, 2 * notebook);
        const openedMs = ms + minutes(planted.opensWithinMinutes, session, notebook, 5);
        if (u < chance) {
          last = { notebook, ranMs: use(session, notebook, openedMs, slate) };
          return true;
        }
        const trusts = position === 0 && u < planted.trust * chance;
        const { clickbait, else: otherwise } = planted.opensInVain;
        const lure = notebooks[notebook].isClickbait ? clickbait : otherwise;
        if (trusts || outcomes.uniform(user, step, 2 * notebook + 1) < lure)
          openInVain(session, notebook, openedMs, slate);
        return false;
      });
      last ??= search(session, worth);
      if (last !== null) end(session, last.notebook, last.ranMs);
      return succeeded;
    },
    /** Goes on with what the task needs; what is well known comes to mind first. */
    toTask(session: Session, worth: Worth): void {
      const { user, step, ms } = session;
      const known = (at: number) => worth.chances[at] * renown[worth.notebooks[at]];
      const rounds = searches.uniform(user, step, 2) < sessions.secondNotebook ? 2 : 1;
      for (let round = 0; round < rounds; round++) {
        const notebook = choose(worth, known, searches.uniform(user, step, 3 + round));
        const openedMs = ms + 25 * round * MS_PER_MINUTE;
        const ranMs = use(session, notebook, openedMs, null);
        if (round === rounds - 1) end(session, notebook, ranMs);
      }
    },
  };

  /** Whom the slate did not help looks for it without: any that would do, by its chance to do it, wherever it stood. */
  function search(session: Session, worth: Worth) {
    const { user, step, ms } = session;
    let nothing = 1;
    for (let at = 0; at < worth.count; at++) nothing *= 1 - worth.chances[at];
    if (searches.uniform(user, step, 0) >= planted.organic * (1 - nothing)) return null;
    const notebook = choose(worth, (at) => worth.chances[at], searches.uniform(user, step, 1));
    const foundMs = ms + minutes(planted.findsWithinMinutes, session, notebook, 6);
    return { notebook, ranMs: use(session, notebook, foundMs, null) };
  }
}
