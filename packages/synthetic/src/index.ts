export { epochDay, isoDate, MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK, type WeeklyClock, weeklyClock } from './calendar.ts';
export { categorical, lognormal, noiseFactor, normalCdf, sigmaFromP99 } from './distributions.ts';
export { normalQuantile, poissonQuantile, type RandomStream, randomStream } from './random.ts';
