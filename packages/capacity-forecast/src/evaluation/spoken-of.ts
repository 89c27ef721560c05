import { rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';
import { costQuantile } from '../settings.ts';

/** What a reader is told of by name: four ways to choose levels, and what the planned one covers. */
export function spokenOf({ policies, bestBaseline, coverage }: Evaluation) {
  return {
    model: rungOf(policies, 'model'),
    incumbent: rungOf(policies, 'incumbent'),
    best: policies.find(({ name }) => name === bestBaseline)!,
    /** Absent where nobody knows it. */
    oracle: policies.find(({ role }) => role === 'oracle'),
    planned: coverage.find(({ level }) => level === costQuantile)!,
  };
}
