/** Numbers as people read them. A value that was not measured is an em dash everywhere, never a zero. */

export type Measured = number | null | undefined;

/** `0.312`; fixed decimals, so that a column of numbers lines up. */
export function decimal(value: Measured, digits = 3): string {
  return isMeasured(value) ? minus(value.toFixed(digits)) : '—';
}

/** A difference, with its sign: `+0.205`, `−0.016`. */
export function signed(value: Measured, digits = 3): string {
  const text = decimal(value, digits);
  return /^[0-9]/.test(text) && Number(text) > 0 ? `+${text}` : text;
}

/** A share as a percentage: `0.0312` is `3.1%`. */
export function percent(share: Measured, digits = 1): string {
  return isMeasured(share) ? minus(`${(share * 100).toFixed(digits)}%`) : '—';
}

/** A count with thousands separators: `115,000`. */
export function count(value: Measured): string {
  return isMeasured(value) ? minus(Math.round(value).toLocaleString('en-US')) : '—';
}

/** Money at three significant digits at most: `$840`, `$12.4K`, `−$1.25M`. */
export function usd(value: Measured): string {
  if (!isMeasured(value)) return '—';
  const size = Math.abs(value);
  const [divisor, unit] =
    size >= 999_500_000 ? [1e9, 'B'] : size >= 999_500 ? [1e6, 'M'] : size >= 999.5 ? [1e3, 'K'] : [1, ''];
  const scaled = unit ? Number((size / divisor).toPrecision(3)) : Math.round(size);
  return `${value < 0 && scaled > 0 ? '−' : ''}$${scaled}${unit}`;
}

/** An estimate with its interval: `0.312 [0.290, 0.335]`. Any of the formats above may write the numbers. */
export function interval(
  value: Measured,
  [low, high]: readonly [Measured, Measured],
  write: (value: Measured) => string = decimal,
): string {
  return isMeasured(low) && isMeasured(high) ? `${write(value)} [${write(low)}, ${write(high)}]` : write(value);
}

export type Estimate = { readonly estimate: number; readonly low: number; readonly high: number };

/** What a bootstrap or a fit returns, written by {@link interval}; an em dash where there is none, or `none:` and why. */
export function estimate(
  value: Estimate | { readonly why: string } | null | undefined,
  write?: (value: Measured) => string,
): string {
  if (!value) return '—';
  return 'why' in value ? `none: ${value.why}` : interval(value.estimate, [value.low, value.high], write);
}

/** The two ends of an interval in words: `$18.4K to $63.9K`. */
export function range(
  [low, high]: readonly [Measured, Measured],
  write: (value: Measured) => string = decimal,
): string {
  return isMeasured(low) && isMeasured(high) ? `${write(low)} to ${write(high)}` : '—';
}

/** A figure over several worlds, mean and range: `0.312 (0.290 to 0.335)`. */
export function meanAndRange(
  { estimate, least, most }: Readonly<Record<'estimate' | 'least' | 'most', number>>,
  write: (value: Measured) => string = decimal,
): string {
  return `${write(estimate)} (${range([least, most], write)})`;
}

/** A day by UTC, such as `28 Apr`. */
export function dayInWords(ms: number): string {
  return new Date(ms).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

function isMeasured(value: Measured): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** A true minus sign is as wide as a digit, so signed columns line up too; a rounded zero carries no sign. */
function minus(text: string): string {
  return /^-0*\.?0*%?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
