/**
 * Wilson's score interval of a rate seen on `rows` independent rows, 95 % unless told otherwise: the rates from which the
 * one seen is less than `z` standard errors away. Unlike rate ± z errors it has width at rates of 0 and 1.
 */
export function wilsonInterval(rate: number, rows: number, z = 1.96): { readonly low: number; readonly high: number } {
  const shrink = 1 + z ** 2 / rows;
  const centre = (rate + z ** 2 / (2 * rows)) / shrink;
  const halfWidth = (z / shrink) * Math.sqrt((rate * (1 - rate)) / rows + (z / (2 * rows)) ** 2);
  return { low: Math.max(0, centre - halfWidth), high: Math.min(1, centre + halfWidth) };
}
