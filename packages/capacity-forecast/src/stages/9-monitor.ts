import { coveredShares, meanKnown } from '@applied-modeling/evaluation';
import { strongestColumns } from '@applied-modeling/learned';
import * as lifecycle from '@applied-modeling/lifecycle';
import type { FeatureRows, Labels, PlanningModel } from '../domain.ts';
import { HOURS, isShort, maturesAfterDays } from '../label.ts';
import { costQuantile } from '../settings.ts';

/** What `capacity:monitor --replays 20` saved last; committed. */
export const REPLAYS_FILE = new URL('../../monitor.json', import.meta.url);

/** Not watched, because a calendar and its launches say of one week what they say of no other. */
const CALENDAR = ['holiday_share', 'launch_uplift'];
/** What is written hour by hour; the other tables are written when something is announced. */
const freshnessHours = { usage_hourly: 14 };

interface Watching extends lifecycle.StepsAsked {
  /** As stage 8 scores a week, or would with other columns. */
  readonly score: (week: number, columns?: readonly Float32Array[]) => lifecycle.ScoredBatch;
}

/**
 * The weeks after training, each planned as stage 8 plans it, with what demand turned out to be. No plan here provisions a node: the
 * rule goes on, and the model looks on. The event is that the level in force ran short; whether the planned one covered what it
 * promised stands beside it.
 */
export function monitor(
  set: FeatureRows & Labels,
  { correction }: PlanningModel,
  { score, ...asked }: Watching,
): lifecycle.Seen {
  const everything = Uint32Array.from(set.week.keys());
  const y = Float32Array.from(everything, (row) => {
    const hours = set.demand.subarray(row * HOURS, (row + 1) * HOURS);
    return hours.some(Number.isNaN) ? Number.NaN : Number(isShort(hours, set.provisioned[row]));
  });
  const rows = { ...set, step: set.week, y, weight: new Float32Array(set.rows).fill(1) };
  const steps = lifecycle.watchSteps(rows, { ...asked, freshnessHours }, (_, week) => score(week));
  const strongest = correction === null ? set.names : strongestColumns(correction, set, everything);
  return {
    season: 8 /* weeks of series looked at together: one is a single draw of prices, weather and launches */,
    watched: strongest.filter((name) => !CALENDAR.includes(name)),
    chanceOf: ({ columns }, week) => score(week, columns as readonly Float32Array[]).probability,
    maturesAfter: Math.ceil(maturesAfterDays / 7),
    steps: steps.map((one) => ({ ...one, own: { coverage: coverageOf(set, one) } })),
    own: {
      coverage: {
        meaning: 'share of the hours that the planned level covered, against what was promised',
        ...{ limit: 0.05, expected: costQuantile, isLate: true },
      },
    },
  };
}

/** Of the series of a week whose demand is known. Rows of a week stand together. */
function coverageOf({ week, demand }: FeatureRows & Labels, { step, batch, outcome }: lifecycle.WatchedStep): number {
  const [first, planned] = [week.indexOf(step), batch.quantity!];
  const shares = coveredShares(demand.subarray(first * HOURS, (first + planned.length) * HOURS), planned);
  return meanKnown(shares.filter((_, row) => outcome !== null && !Number.isNaN(outcome.label[row])));
}
