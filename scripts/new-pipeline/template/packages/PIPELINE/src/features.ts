import { featureSet, featureView, latest, latestView, meanPerDay, sum } from '@applied-modeling/feature-store';
import { readings } from './tables.ts';

/** What is known of a machine at a decision. Training, scoring and the audit read these same definitions. */

const clock = { source: readings, entity: 'machine_id', freshnessHours: 30 } as const;

const errors = featureView({
  ...clock,
  name: 'errors',
  features: {
    errors_7d: sum('errors', { days: 7 }),
    errors_14d: sum('errors', { days: 14 }),
    errors_28d: sum('errors', { days: 28 }),
  },
});

const load = featureView({
  ...clock,
  name: 'load',
  features: {
    load_per_day_7d: meanPerDay('load_percent', { days: 7 }),
    load_per_day_28d: meanPerDay('load_percent', { days: 28 }),
  },
});

const newest = latestView({
  ...clock,
  name: 'newest',
  features: { load_newest: latest('load_percent') },
});

export const machineFeatures = featureSet({ views: [errors, load, newest] });
