/** An estimate with its 95 % interval (or whatever level it was asked at) and its standard error. Every interval here is one. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
}

/** Nothing but the interval, to be kept as data: a bootstrap estimate also carries its hundreds of replicates. */
export function intervalOf({ estimate, low, high, standardError }: Interval): Interval {
  return { estimate, low, high, standardError };
}
