import { outcomesOfLevels } from '@applied-modeling/evaluation';
import type { CalibratedModel, Ingested, TrainingSet } from '../domain.ts';
import { readTruth } from '../evaluation/truth.ts';
import { costOf } from '../evaluation/window.ts';
import { announcedLaunches, type ReadLaunches } from '../forecast/outlook.ts';
import { planLevels } from '../forecast/plan.ts';

/**
 * A launch has a day on which it takes effect and a day on which it was announced, and half of the launches are announced
 * after they took effect. Joined by `effective_on`, the backtest knows them all in time.
 *
 * The careless planner trains and backtests so. On the Thursdays that follow he is told what everybody is told: his model,
 * asked with the rows that were there, is what it costs live. It has learnt to trust that nothing comes unannounced.
 */
export async function launchLeak(
  ingested: Ingested,
  { honest, leaked }: Readonly<Record<'honest' | 'leaked', TrainingSet>>,
  correct: CalibratedModel,
  fit: (set: TrainingSet) => Promise<CalibratedModel>,
) {
  const { test } = correct.fold;
  const truth = await readTruth(ingested.truthDir, honest, test, ingested.calendar.epoch);
  if (truth === null) return null;
  const careless = await fit(leaked);
  const touched = Array.from(test, (row) => leaked.anchor[row] !== honest.anchor[row]);
  const judge = (levels: ArrayLike<number>) => {
    const outcomes = outcomesOfLevels(truth.demand, levels);
    const usdOf = (isCounted: (at: number) => boolean) =>
      outcomes.reduce((usd, one, at) => usd + (isCounted(at) ? costOf(one) : 0), 0);
    // Touched is a week for which the careless reader knew a launch that nobody had announced.
    return { usd: usdOf(() => true), touchedUsd: usdOf((at) => touched[at]) };
  };
  return {
    careless: { offline: judge(planLevels(careless, leaked, test)), live: judge(planLevels(careless, honest, test)) },
    correct: judge(planLevels(correct, honest, test)),
    oracle: judge(truth.oracleNodes),
    touchedShare: touched.filter(Boolean).length / test.length,
  };
}

/** The planted leak: launches joined by the day they take effect, as if each had been announced long ahead. */
export const carelessLaunches: ReadLaunches = async (ingested) =>
  (await announcedLaunches(ingested)).map((launch) => ({ ...launch, countsFrom: Number.NEGATIVE_INFINITY }));
