import { rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';
import { costQuantile } from '../settings.ts';

/** What a reader is told of by name: five ways to choose levels, and what the planned one covers. */
export function spokenOf({ policies, bestBaseline, bestSimpler, coverage }: Evaluation) {
  return {
    model: rungOf(policies, 'model'),
    incumbent: rungOf(policies, 'incumbent'),
    /** The best rule, and the best of all that is simpler than the model. */
    best: policies.find(({ name }) => name === bestBaseline)!,
    simpler: policies.find(({ name }) => name === bestSimpler)!,
    /** Absent where nobody knows it. */
    oracle: policies.find(({ role }) => role === 'oracle'),
    planned: coverage.find(({ level }) => level === costQuantile)!,
  };
}
