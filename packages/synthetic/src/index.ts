export { epochDay, isoDate, MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK, type WeeklyClock, weeklyClock } from './calendar.ts';
export {
  bandOf,
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
export { assignIds, type IdsInTime } from './ids.ts';
export { type Lag, lagMs, nightAfter } from './lags.ts';
export { type MarkovChain, markovChain, updateBelief } from './markov.ts';
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
