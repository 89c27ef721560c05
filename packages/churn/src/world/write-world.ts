import { join } from 'node:path';
import { type Batches, loadInTurns } from '@applied-modeling/lakehouse';
import { type IdsInTime, MS_PER_DAY, MS_PER_HOUR, type WeeklyClock } from '@applied-modeling/synthetic';
import { labelContract } from '../label.ts';
import { crm, OPTIONAL_TABLES, REQUIRED_TABLES, truth } from '../tables.ts';
import { createUsageRecorder } from './billing-records.ts';
import { isComputable } from './collapse-chance.ts';
import { createEventRecorder, createTicketRecorder } from './event-records.ts';
import { historyPolicy } from './history-policy.ts';
import { createOracle } from './oracle.ts';
import { assignAccountIds, drawPopulation } from './population.ts';
import { accountRows, calendarRows, contactRows, contractRows, crmRows, eventRows } from './slow-records.ts';
import { createStepper, type Policy, type Stepper } from './stepper.ts';
import { createTruthRecorder } from './truth-records.ts';

export interface WriteWorldOptions {
  readonly seed: number;
  readonly entities: number;
  readonly weeks: number;
  readonly clock: WeeklyClock;
  readonly threads: number;
  /** Whom to contact; the rule in force where none is given. */
  readonly policy?: Policy;
  /** From this week on new accounts are guided (`onboarding`); never in a history. */
  readonly guidedFrom?: number;
  /** Told about once a simulated quarter. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** The hidden truth is recorded from here on: after a year every model has something to be judged by. */
const FIRST_TRUTH_WEEK = 52;

/** Nights for which the CRM's overwritten versions are kept, before the last one. */
const CRM_NIGHTS = 14;

/** A commit should fit the cache: the history of so many accounts is 0.9 million billing rows. A small world is one commit. */
const ACCOUNTS_PER_COMMIT = 1_250;

/**
 * Runs the world week by week under the rule customer success managers used and writes what the systems log as Delta tables:
 * `dir/lake` for what can be observed, `dir/truth` for what cannot. Returns the rows of each table. Where the chances of
 * a label cannot be computed, or accounts are guided, there is no truth.
 */
export async function writeWorld(dir: string, options: WriteWorldOptions): Promise<Record<string, number>> {
  const { seed, entities, weeks, clock, threads, onProgress } = options;
  const people = drawPopulation(seed, entities, weeks);
  const accounts = assignAccountIds(people, weeks);
  const world = createStepper(seed, people, options.guidedFrom);
  const observed = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];
  const lake = { dir: join(dir, 'lake'), tables: observed, threads, memoryLimit: '1GB' };
  const sideCar = { dir: join(dir, 'truth'), tables: [truth], threads: 1, memoryLimit: '512MB' };
  const rows = await loadInTurns({
    lakes: hasTruth(options) ? [lake, sideCar] : [lake],
    steps: weeks,
    stepsPerCommit: Math.ceil(weeks / Math.ceil(entities / ACCOUNTS_PER_COMMIT)),
    step: createWeekRecorder(world, accounts, options),
    closing: () => ({
      accounts: accountRows(people, accounts, clock),
      calendar: calendarRows(clock, weeks),
      contracts: contractRows(world, accounts, clock),
      contacts: contactRows(world, accounts, clock),
      account_events: eventRows(seed, world, accounts, clock),
    }),
    committedAt: () => new Date(clock.startOf(weeks) + 6 * MS_PER_HOUR),
    onStep: (week) => week % 13 === 12 && onProgress?.(week + 1, weeks, 'weeks'),
  });
  const nightMs = (night: number) => clock.startOf(weeks) + 2 * MS_PER_HOUR + (night - CRM_NIGHTS) * MS_PER_DAY;
  const nights = await loadInTurns({
    lakes: [{ ...lake, tables: [crm] }],
    mode: 'overwrite',
    steps: 1 + CRM_NIGHTS,
    stepsPerCommit: 1,
    step: (night) => ({ crm: crmRows(seed, world, accounts, clock, nightMs(night)) }),
    committedAt: (night) => new Date(nightMs(night)),
  });
  return { ...rows, ...nights };
}

const hasTruth = ({ guidedFrom }: WriteWorldOptions) => guidedFrom === undefined && isComputable(labelContract);

/** Steps the world by a week: what was true when it began, and what was logged in it. */
function createWeekRecorder(world: Stepper, accounts: IdsInTime, options: WriteWorldOptions): () => Batches {
  const { people } = world;
  const { seed, clock, policy = historyPolicy(seed) } = options;
  const oracle = createOracle(people);
  const recordTruth = createTruthRecorder(people, accounts, clock);
  const recordUsage = createUsageRecorder(seed, people, accounts, clock);
  const recordEvents = createEventRecorder(seed, people, accounts, clock);
  const recordTickets = createTicketRecorder(seed, people, accounts, clock);
  return () => {
    const isRecorded = world.weeks.length >= FIRST_TRUTH_WEEK && hasTruth(options);
    const known = isRecorded ? recordTruth(world, oracle) : {};
    const happened = world.step(policy);
    oracle.observe(happened, world.lastContact);
    return { ...known, ...recordUsage(happened), ...recordEvents(happened), ...recordTickets(happened) };
  };
}
