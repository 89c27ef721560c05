import type { Derivation, Operand } from '../derivations.ts';

/** A derivation as SQL over columns that bear the names it reads. */
export function derivationSql(derivation: Derivation): string {
  switch (derivation.op) {
    case 'ratio': {
      const { of, to, pseudo } = derivation;
      return pseudo === 0
        ? `${term(of)} / nullif(${expression(to)}, 0)`
        : `(${term(of)} + ${pseudo}) / nullif(${term(to)} + ${pseudo}, 0)`;
    }
    case 'product':
      return `${term(derivation.of)} * ${term(derivation.by)}`;
    case 'difference':
      return `${term(derivation.of)} - ${term(derivation.less)}`;
    case 'log': {
      const argument = derivation.plus === 0 ? term(derivation.of) : `${term(derivation.of)} + ${derivation.plus}`;
      return `CASE WHEN ${argument} > 0 THEN ln(${argument}) END`;
    }
    case 'onlyIf': {
      const { of, flag, atLeast } = derivation;
      return `CASE WHEN coalesce(${term(flag)} >= ${atLeast}, true) THEN ${expression(of)} END`;
    }
  }
}

function term(operand: Operand): string {
  return typeof operand === 'string' ? operand : `(${expression(operand)})`;
}

function expression(operand: Operand): string {
  return typeof operand === 'string' ? operand : derivationSql(operand);
}
