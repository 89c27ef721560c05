import { quantileSorted } from '@applied-modeling/evaluation';
import { robustRule, robustSigma } from '../incumbent.ts';
import type { Policy } from './stepper.ts';

/** How people were paged during the history: by the incumbent rule, when a run had ended. */
export const historyPolicy: Policy = ({ startMs }, past) => {
  const logMinutes = past.logMinutes(startMs).sort();
  if (logMinutes.length < robustRule.minimumRuns) return null;
  const at = (share: number) => quantileSorted(logMinutes, share);
  return { minutes: Math.exp(at(0.5) + robustRule.z * robustSigma(at(0.25), at(0.75))), whileRunning: false };
};
