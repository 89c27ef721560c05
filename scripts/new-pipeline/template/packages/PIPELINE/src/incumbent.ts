/** The rule in force before any model: service what reports many errors. */
export const incumbentRule = {
  name: 'errors rule',
  features: ['errors_7d'],
  threshold: 11 /* a sound machine reports about 7 a week */,
  sql: 'errors_7d',
} as const;

export function isServiced(errors7d: number): boolean {
  return errors7d >= incumbentRule.threshold;
}
