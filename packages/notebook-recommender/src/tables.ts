import { bitemporalTable, double, int, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';

/**
 * The tables a slate is made from, as contracts: grain, key, two clocks, and what a value may be. The simulated world writes them and
 * a person's own files must satisfy the same ones (`--data DIR`; `--explain-data` prints this page).
 *
 * Who may open what is known at once, because the service that answers "may this user open it?" is asked at request time. What
 * people did is logged minutes later, what a notebook read an hour later.
 */

export const actions = bitemporalTable({
  name: 'actions',
  grain: 'one row per thing a person did with a notebook',
  columns: {
    action_id: z.string().min(1),
    user_id: z.string().min(1),
    notebook_id: z.string().min(1),
    action: z
      .enum(['open', 'clone', 'run_ok', 'run_failed', 'delete'])
      .nullable()
      .describe('run: of one cell; delete: of the notebook, or of the copy that a slate led to'),
    slate_id: z.string().nullable().describe('the slate it came from; null for what was found without one'),
    acted_at: timestamp(),
  },
  key: ['action_id'],
  eventTime: 'acted_at',
});

export const impressions = bitemporalTable({
  name: 'impressions',
  grain: 'one row per notebook shown on a slate',
  columns: {
    slate_id: z.string().min(1).describe('one blank page of one user'),
    user_id: z.string().min(1),
    notebook_id: z.string().min(1),
    position: int().min(1).describe('1 is read first'),
    policy: z.string().nullable().describe('what chose the order: the rule in force, or the lottery'),
    propensity: double().gt(0).max(1).nullable().describe('chance that this notebook stood at this position'),
    shown_at: timestamp(),
  },
  key: ['slate_id', 'position'],
  eventTime: 'shown_at',
});

export const users = bitemporalTable({
  name: 'users',
  grain: 'one row per user',
  columns: {
    user_id: z.string().min(1),
    tenant_id: z.string().min(1).describe('the customer: nothing crosses from one to another'),
    team_id: z.string().nullable(),
    joined_at: timestamp(),
  },
  key: ['user_id'],
  eventTime: 'joined_at',
});

export const aclEvents = bitemporalTable({
  name: 'acl_events',
  grain: 'one row per change of who may open a notebook',
  columns: {
    notebook_id: z.string().min(1),
    tenant_id: z.string().min(1).describe('of the notebook'),
    principal_id: z.string().min(1).describe('a user, a team, or the tenant itself'),
    change: z.enum(['own', 'grant', 'revoke']).describe('own: it was created, by this user'),
    changed_at: timestamp(),
  },
  key: ['notebook_id', 'principal_id', 'changed_at'],
  eventTime: 'changed_at',
});

export const lineage = bitemporalTable({
  name: 'lineage',
  grain: 'one row per table that a notebook or an editor read',
  columns: {
    user_id: z.string().min(1),
    table_name: z.string().min(1),
    notebook_id: z.string().nullable().describe('null for the SQL editor and the catalog'),
    read_at: timestamp(),
  },
  key: ['user_id', 'table_name', 'read_at'],
  eventTime: 'read_at',
});

/** Titles change in place, so yesterday's are gone: they are shown to people, and no feature reads them. */
export const notebooks = tableContract({
  name: 'notebooks',
  grain: 'one row per notebook, as it is called today',
  columns: {
    notebook_id: z.string().min(1),
    tenant_id: z.string().min(1),
    title: z.string().nullable(),
  },
  key: ['notebook_id'],
  history: 'scd1',
});

/** The hidden truth: a side-car that only 6-evaluate and what comes after it may read. */
export const truth = tableContract({
  name: 'truth',
  grain: 'one row per slate and permitted notebook that is worth anything; of each slate at least the best',
  columns: {
    slate_id: z.string().min(1),
    notebook_id: z.string().min(1),
    relevance: double().min(0).max(1).describe('chance that it succeeds, once it is looked at'),
    is_new_task: z.boolean().describe('of the slate: not what the user did last time'),
  },
  key: ['slate_id', 'notebook_id'],
  history: 'static',
});

/** What `--data DIR` may hold: what people opened is required, the other tables make more of it. */
export const REQUIRED_TABLES = [actions] as const;
export const OPTIONAL_TABLES = [impressions, users, aclEvents, lineage, notebooks] as const;
