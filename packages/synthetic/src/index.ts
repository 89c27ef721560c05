export { epochDay, isoDate, MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK, type WeeklyClock, weeklyClock } from './calendar.ts';
export {
  categorical,
  gammaFactor,
  lognormal,
  noiseFactor,
  normalCdf,
  poissonNormal,
  sigmaFromP99,
} from './distributions.ts';
export { normalQuantile, poissonQuantile, type RandomStream, randomStream } from './random.ts';
export { type CachedWorld, cachedWorld, hashSources } from './world-cache.ts';
