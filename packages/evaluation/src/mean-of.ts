/** The mean of values of one shape, number by number, lists joined: what an experiment found in several worlds, as one finding. */
export function meanOf<T>(values: readonly T[]): T {
  const [first] = values;
  if (typeof first === 'number') return (values.reduce((sum, value) => sum + Number(value), 0) / values.length) as T;
  if (Array.isArray(first)) return values.flat() as T;
  const part = (key: string) => meanOf(values.map((value) => (value as Record<string, unknown>)[key]));
  return Object.fromEntries(Object.keys(first as object).map((key) => [key, part(key)])) as T;
}
