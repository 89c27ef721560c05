import { detector, instantInWords, type Suspicion } from './detector.ts';

/**
 * An input that reaches into the time its row's label is about: its newest event lies at or after the decision, or after
 * the label window began. It catches what the availability clock cannot: a window of months centred on the decision, or a
 * source whose rows claim to be available before they happen.
 */
export const ownLabelWindow = detector(
  'own-label-window',
  ['decidedAt', 'maxEventTimeBySource'],
  ({ decidedAt, maxEventTimeBySource, labelWindow }) => {
    const sources = Object.entries(maxEventTimeBySource);
    if (sources.length === 0) return { notApplicable: 'no source reports when its events happened' };
    const startsAt = labelWindow?.startsAt;
    const limit = Float64Array.from(decidedAt, (decided, row) =>
      startsAt && startsAt[row] < decided ? startsAt[row] : decided,
    );
    return sources.flatMap(([source, eventTime]) => suspect(source, eventTime, limit));
  },
);

function suspect(source: string, eventTime: ArrayLike<number>, limit: Float64Array): readonly Suspicion[] {
  let rows = 0;
  let worst = 0;
  const excess = (row: number) => eventTime[row] - limit[row];
  for (let row = 0; row < limit.length; row++) {
    if (!(excess(row) >= 0)) continue;
    if (rows === 0 || excess(row) > excess(worst)) worst = row;
    rows += 1;
  }
  if (rows === 0) return [];
  return [
    {
      subject: source,
      found:
        `${rows} of ${limit.length} rows, the worst an event of ${instantInWords(eventTime[worst])} in a row that may ` +
        `see events before ${instantInWords(limit[worst])}`,
      allowed: 'event time < decided_at and before the label window, in every row',
      explanation: 'The input overlaps the time the label is measured in, so it contains part of the answer.',
      whatToDo: `End the windows over ${source} at the decision: [t - w, t), never past t.`,
      severity: 'refused',
    },
  ];
}
