import { randomStream } from '@applied-modeling/synthetic';
import { historyPolicy, type Policy, rankBy } from '../world/history-policy.ts';
import { lottery, reaction } from '../world/planted.ts';
import { drawPopulation } from '../world/population.ts';
import { SIZES, worldClock } from '../world/simulate.ts';
import { createStepper, type Slate } from '../world/stepper.ts';

/** The rule fills slates for so long; then each way of working does for twenty weeks. */
export const RULED_WEEKS = 6;
export const LIVE_WEEKS = 20;

/** A week of slates: of what the best slates would have brought, the share, which is its score; and of all notebooks worth showing, those shown. */
export interface LoopWeek {
  readonly score: number;
  readonly coverage: number;
}

/**
 * What is never shown is never liked. Careless: slates hold what succeeded most often on slates, counted anew every week, and nothing is
 * left to chance; judged on the slates it was counted from. The first lucky notebooks stay, and what has no record gets none.
 *
 * Shuffling the top of one slate in twenty tells of more notebooks, and each of them is still shown too seldom to be known: in twenty weeks
 * it does not pay. Correct is to count what notebooks have in common, for whom and for what, as the rule in force does and the model: then
 * one success speaks for others like it, and the lottery for what it is needed for, the effect of a place.
 */
export function popularityLoop(seed: number) {
  const careless = live(seed, { counts: true, exploration: 0 });
  const explored = live(seed, { counts: true, exploration: lottery.share });
  const correct = live(seed, { counts: false, exploration: lottery.share });
  return {
    careless: { offline: { score: careless.offline }, live: atTheEnd(careless.weeks), weeks: careless.weeks },
    explored: { live: atTheEnd(explored.weeks), weeks: explored.weeks, paysBack: Number(pays(explored, careless)) },
    correct: { offline: { score: correct.offline }, live: atTheEnd(correct.weeks), weeks: correct.weeks },
  };
}

type Lived = ReturnType<typeof live>;

/** Whether twenty weeks of exploring brought more than they cost. */
function pays(explored: Lived, careless: Lived): boolean {
  return sum(explored.weeks, ({ score }) => score) > sum(careless.weeks, ({ score }) => score);
}

function atTheEnd(weeks: readonly LoopWeek[]): LoopWeek {
  const last = weeks.slice(-4);
  return { score: sum(last, ({ score }) => score) / 4, coverage: sum(last, ({ coverage }) => coverage) / 4 };
}

/** `counts`: by the successes of each notebook, once the rule has ruled; otherwise by the rule all along. */
function live(seed: number, { counts, exploration }: { readonly counts: boolean; readonly exploration: number }) {
  const days = 7 * (RULED_WEEKS + LIVE_WEEKS);
  const population = drawPopulation(seed, { ...SIZES.small, days, epoch: worldClock.epoch });
  const world = createStepper(seed, population, { exploration });
  const record = createRecord(seed, population.notebooks.length);
  const ruled: Slate[] = [];
  const weeks: LoopWeek[] = [];
  let offline = 0;
  for (let week = 0; week < RULED_WEEKS + LIVE_WEEKS; week++) {
    const isRuled = week < RULED_WEEKS;
    const rate = record.rates(week);
    const byRecord: Policy = rankBy(({ notebooks }, at) => rate[notebooks[at]]);
    const policy = isRuled || !counts ? historyPolicy : byRecord;
    const slates = Array.from({ length: 7 }, () => world.step(policy).slates).flat();
    record.add(slates);
    if (!isRuled) weeks.push(weekOf(slates));
    else ruled.push(...slates);
    if (week === RULED_WEEKS - 1) offline = shareOfLog(ruled, counts ? record.rates(week) : null);
  }
  return { offline, weeks };
}

/** How often each notebook was shown and succeeded; of those nobody was shown, a lot decides. */
function createRecord(seed: number, notebooks: number) {
  const [shown, succeeded] = [new Int32Array(notebooks), new Int32Array(notebooks)];
  const lots = randomStream(seed, 'order of the unknown');
  return {
    rates: (week: number) =>
      Float64Array.from(shown, (times, one) => succeeded[one] / (times + PRIOR) + 1e-6 * lots.uniform(one, week)),
    add(slates: readonly Slate[]) {
      for (const one of slates.flatMap((slate) => slate.shown)) {
        shown[one.notebook] += 1;
        succeeded[one.notebook] += Number(one.succeeded);
      }
    },
  };
}

/** As if everything had been shown five times more in vain: one success in one trial is luck. */
const PRIOR = 5;

/** The careless judge: the five that were shown, put in order by a rate, against the order in which they succeeded. */
function shareOfLog(slates: readonly Slate[], rate: Float64Array | null): number {
  const found = slates.filter(({ shown }) => shown.some(({ succeeded }) => succeeded));
  const gains = found.map(({ shown }) => {
    const order = rate === null ? shown : shown.toSorted((a, b) => rate[b.notebook] - rate[a.notebook]);
    const helped = shown.filter(({ succeeded }) => succeeded).map(() => 1);
    return expected(order.map(({ succeeded }) => Number(succeeded))) / expected(helped);
  });
  return sum(gains, (gain) => gain) / gains.length;
}

function weekOf(slates: readonly Slate[]): LoopWeek {
  const worthOf = (of: readonly { readonly relevance: number }[]) => expected(of.map(({ relevance }) => relevance));
  const distinct = (of: (slate: Slate) => readonly { readonly notebook: number }[]) =>
    new Set(slates.flatMap((slate) => of(slate).map(({ notebook }) => notebook))).size;
  return {
    score: sum(slates, ({ shown }) => worthOf(shown)) / sum(slates, ({ worth }) => worthOf(worth)),
    coverage: distinct(({ shown }) => shown) / distinct(({ shown, worth }) => [...shown, ...worth]),
  };
}

/** Successes that are seen, of chances in the order of a slate. */
function expected(chances: readonly number[]): number {
  return sum(reaction.examined, (seen, place) => seen * (chances[place] ?? 0));
}

function sum<T>(list: readonly T[], of: (one: T, at: number) => number): number {
  return list.reduce((total, one, at) => total + of(one, at), 0);
}
