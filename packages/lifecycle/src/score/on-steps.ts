import type { Calendar } from '@applied-modeling/evaluation';

/** The same tables, deciding about these steps, ascending, and treating each as a step that is judged. */
export function onSteps<Ingested extends { readonly calendar: Calendar }>(
  ingested: Ingested,
  steps: readonly number[],
): Ingested {
  const { final, ...calendar } = ingested.calendar;
  const test = { ...final.test, first: steps[0], last: steps[steps.length - 1] };
  return { ...ingested, calendar: { ...calendar, final: { ...final, test }, decisionSteps: steps } };
}
