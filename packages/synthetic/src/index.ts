export { epochDay, isoDate, MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK, type WeeklyClock, weeklyClock } from './calendar.ts';
export {
  categorical,
  gammaFactor,
  lognormal,
  noiseFactor,
  normalCdf,
  poissonNormal,
  sigmaFromP99,
  stepsBefore,
  wholeWithin,
  within,
} from './distributions.ts';
export { type Holiday, holidaysOf } from './holidays.ts';
export { type Lag, lagMs, nightAfter } from './lags.ts';
export { type MarkovChain, markovChain } from './markov.ts';
export { normalQuantile, poissonQuantile, type RandomStream, randomStream } from './random.ts';
export { type CodedTexts, type ColumnKind, RowBuffer } from './rows.ts';
export {
  cachedWorld,
  hashSources,
  type SimulatedWorld,
  type Simulation,
  simulation,
  type WorldAsked,
  type WorldRecipe,
} from './world-cache.ts';
