import { detector } from './detector.ts';
import { DEFAULT_THRESHOLDS } from './evidence.ts';

/**
 * A score beyond what is possible. The ceiling is the best use anyone could make of what was available at the decision; a
 * model above it, by more than the noise of the paired difference, knows something that was not available.
 */
export const aboveTheCeiling = detector('above-the-ceiling', ['ceiling'], ({ ceiling, thresholds }) => {
  const { ceilingStandardErrors } = { ...DEFAULT_THRESHOLDS, ...thresholds };
  const { difference, standardError } = ceiling;
  if (Number.isNaN(difference) || Number.isNaN(standardError))
    return { notApplicable: `the difference from the ceiling is ${difference} ± ${standardError}` };
  if (!(difference > ceilingStandardErrors * standardError)) return [];
  return [
    {
      subject: 'model score',
      found: `${difference.toPrecision(3)} above the ceiling, with a standard error of ${standardError.toPrecision(3)}`,
      allowed: `at most ${ceilingStandardErrors} standard errors above`,
      explanation: 'Nobody who sees only what was available at the decision can score this well.',
      whatToDo: 'Retrain without one source at a time; the leak is where the score falls back below the ceiling.',
      severity: 'refused',
    },
  ];
});
