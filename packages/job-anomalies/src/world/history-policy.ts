import { quantileSorted } from '@applied-modeling/evaluation';
import { robustRule, robustSigma } from '../incumbent.ts';
import type { Policy } from './stepper.ts';

/** How people were paged during the history: by the incumbent rule, when a run had ended. */
export const historyPolicy: Policy = ({ startMs }, past) => {
  const logMinutes = past.logMinutes(startMs).sort();
  if (logMinutes.length < robustRule.minimumRuns) return null;
  const sigma = robustSigma(quantileSorted(logMinutes, 0.25), quantileSorted(logMinutes, 0.75));
  return { minutes: Math.exp(quantileSorted(logMinutes, 0.5) + robustRule.z * sigma), whileRunning: false };
};
