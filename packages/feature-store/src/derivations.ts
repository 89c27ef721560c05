/**
 * Features made of features: arithmetic on one row, in float64, with missing in → missing out.
 *
 * An operand is the name of a feature defined before, or another derivation.
 */

export type Operand = string | Derivation;

export type Derivation =
  | { readonly op: 'ratio'; readonly of: Operand; readonly to: Operand; readonly pseudo: number }
  | { readonly op: 'product'; readonly of: Operand; readonly by: Operand }
  | { readonly op: 'difference'; readonly of: Operand; readonly less: Operand }
  | { readonly op: 'log'; readonly of: Operand; readonly plus: number }
  | { readonly op: 'onlyIf'; readonly of: Operand; readonly flag: Operand; readonly atLeast: number };

/** (of + pseudo) / (to + pseudo), missing when the divisor is 0. A pseudo count pulls ratios of little towards 1. */
export const ratio = (of: Operand, to: Operand, { pseudo = 0 } = {}): Derivation => ({ op: 'ratio', of, to, pseudo });

/** of · by */
export const product = (of: Operand, by: Operand): Derivation => ({ op: 'product', of, by });

/** of − less */
export const difference = (of: Operand, less: Operand): Derivation => ({ op: 'difference', of, less });

/** Natural logarithm of (of + plus), missing unless that is positive. */
export const log = (of: Operand, { plus = 0 } = {}): Derivation => ({ op: 'log', of, plus });

/**
 * `of` where the flag is at least `atLeast`, else missing. A missing flag lets `of` pass: a source that would tell how
 * complete another one is may itself be absent.
 */
export const onlyIf = (of: Operand, flag: Operand, { atLeast }: { readonly atLeast: number }): Derivation => ({
  op: 'onlyIf',
  of,
  flag,
  atLeast,
});

/** The feature names a derivation reads, in order of appearance. */
export function namesRead(operand: Operand): readonly string[] {
  if (typeof operand === 'string') return [operand];
  switch (operand.op) {
    case 'ratio':
      return [...namesRead(operand.of), ...namesRead(operand.to)];
    case 'product':
      return [...namesRead(operand.of), ...namesRead(operand.by)];
    case 'difference':
      return [...namesRead(operand.of), ...namesRead(operand.less)];
    case 'log':
      return namesRead(operand.of);
    case 'onlyIf':
      return [...namesRead(operand.of), ...namesRead(operand.flag)];
  }
}
