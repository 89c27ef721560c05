import {
  count,
  type EventView,
  equals,
  eventView,
  featureSet,
  hoursSinceLast,
  isOneOf,
  lastValue,
} from '@applied-modeling/feature-store';
import { madeTable } from '@applied-modeling/lakehouse';
import { impressions } from './tables.ts';

/**
 * What is known of a notebook for somebody who opens a blank page, from what had been logged by then. What they read and what was used
 * together with what retrieval knows already (`retrieval/`); how often and how long ago, windows tell.
 */

/**
 * What people did, with whose team and tenant they are of: known when the log has it. `has_failed` is 1 for a cell that failed, 0 for
 * one that ran, and NULL for what is no run.
 */
export const used = madeTable({
  ...{
    name: 'used',
    grain: 'one row per thing a person did with a notebook',
    key: ['action_id'],
    eventTime: 'acted_at',
  },
  columns: `action_id VARCHAR, user_id VARCHAR, team_id VARCHAR, tenant_id VARCHAR, notebook_id VARCHAR, action VARCHAR,
    has_failed INTEGER, acted_at TIMESTAMPTZ`,
});

const OPENED = isOneOf('action', ['open', 'clone']);
const USED = isOneOf('action', ['open', 'clone', 'run_ok']);
const RAN = equals('action', 'run_ok');
const RUN = isOneOf('action', ['run_ok', 'run_failed']);

export const slateFeatures = featureSet({
  views: [
    ofActions('own', ['user_id', 'notebook_id'], {
      hours_since_use: hoursSinceLast({ rows: 1, where: USED, about: 'hours since you used it' }),
      hours_since_run_ok: hoursSinceLast({ rows: 1, where: RAN, about: 'hours since it ran for you' }),
      opens_28d: count({ days: 28, where: OPENED, about: 'times you opened it, 28 days' }),
      runs_ok_28d: count({ days: 28, where: RAN, about: 'times it ran for you, 28 days' }),
      failed_7d: count({ days: 7, where: equals('action', 'run_failed'), about: 'times it failed for you, 7 days' }),
    }),
    eventView({
      name: 'shown',
      source: impressions,
      entity: ['user_id', 'notebook_id'],
      freshnessHours: 1,
      features: { shown_7d: count({ days: 7, about: 'times it was suggested to you, 7 days' }) },
    }),
    ofActions('team', ['team_id', 'notebook_id'], {
      team_opens_7d: count({ days: 7, where: OPENED, about: 'times your team opened it, 7 days' }),
      team_opens_28d: count({ days: 28, where: OPENED, about: 'times your team opened it, 28 days' }),
      hours_since_team_open: hoursSinceLast({ rows: 1, where: OPENED, about: 'hours since your team opened it' }),
    }),
    ofActions('notebook', 'notebook_id', {
      tenant_opens_28d: count({ days: 28, where: OPENED, about: 'times anybody opened it, 28 days' }),
      tenant_runs_28d: count({ days: 28, where: RAN, about: 'times it ran for anybody, 28 days' }),
      tenant_failed_28d: count({ days: 28, where: equals('action', 'run_failed'), about: 'times it failed, 28 days' }),
      hours_since_notebook_open: hoursSinceLast({ rows: 1, where: OPENED, about: 'hours since anybody opened it' }),
    }),
  ],
});

/** What is known of who opens a page: once a page, whatever stands on it. */
export const pageFeatures = featureSet({
  views: [
    ofActions('user', 'user_id', {
      user_opens_7d: count({ days: 7, where: OPENED, about: 'notebooks you opened, 7 days' }),
      hours_since_user_action: hoursSinceLast({ rows: 1, about: 'hours since you did anything' }),
      last_run_failed: lastValue('has_failed', { where: RUN, about: 'your last cell failed' }),
    }),
  ],
});

function ofActions(name: string, entity: string | readonly string[], features: EventView['features']) {
  return eventView({ name, source: used, entity, freshnessHours: 1, features });
}

/** What came of each suggestion, in the row of the slate: handy, and known half an hour too late. */
export const outcomes = madeTable({
  ...{ name: 'outcomes', grain: 'one row per notebook shown on a slate', eventTime: 'shown_at' },
  key: ['slate_id', 'notebook_id'],
  columns: 'slate_id VARCHAR, notebook_id VARCHAR, ran_from_slate INTEGER, shown_at TIMESTAMPTZ',
});

/** The careless set: whether a cell ran, out of the row of the slate itself. Nobody has it in time. */
export const leakingFeatures = featureSet({
  views: [
    ...slateFeatures.views,
    eventView({
      ...{ name: 'own_slate', source: outcomes, entity: ['slate_id', 'notebook_id'], freshnessHours: 1 },
      features: { ran_from_slate: lastValue('ran_from_slate') },
    }),
  ],
});
