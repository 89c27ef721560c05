import { lagMs, lognormal, randomStream } from '@applied-modeling/synthetic';
import { prices } from '../prices.ts';
import { type Commit, commitAt } from './catalog.ts';
import { partitionShare, type Work, workOf } from './cost.ts';
import { oneOf } from './draws.ts';
import { confirmed, cost, endings, lagHours } from './planted.ts';
import type { Population, Template } from './population.ts';
import { fill, STYLES, textOf } from './render.ts';
import type { Literals } from './templates.ts';
import { type Arrival, createTraffic, QUARTER_MS } from './traffic.ts';

/**
 * A query when it is submitted: what a gateway has in its hands. Utilisation is that of the warehouse in the last whole quarter of an
 * hour; gigabytes are those that its dates leave of its tables, by the Delta log and by what ANALYZE had counted, and 0 for what
 * is no SELECT.
 */
export interface SubmittedQuery extends Readonly<Record<'id' | 'text' | 'user' | 'warehouse' | 'workspace', string>> {
  readonly application: Template['application']['name'];
  readonly submittedMs: number;
  readonly utilisation: number;
  readonly scannedGb: number;
  readonly analyzedGb: number;
}

/** Run it at once · in the heavy pool · ask whoever sent it · stop it after the first rows. */
export type Action = 'admit' | 'route' | 'confirm' | 'limit';
export type Policy = (submitted: SubmittedQuery) => Action;

/**
 * A query that has ended, when it had used `cpuSeconds` and `done` that share of its work. The history has it when it `landsMs`. Of
 * the truth, `cpuSeconds` are those until its end if no cache answers, and their mean is told without the template's own and with.
 */
export interface Query extends Readonly<Record<'cpuSeconds' | 'done' | 'waitedMs' | 'endMs' | 'landsMs', number>> {
  readonly submitted: SubmittedQuery;
  readonly template: Template;
  readonly action: Action;
  readonly status: 'FINISHED' | 'CANCELED' | 'FAILED';
  readonly fromCache: boolean;
  readonly work: Work;
  readonly truth: Readonly<Record<'cpuSeconds' | 'logCpu' | 'expectedLogCpu', number>>;
}

/** What happened on one day, by the time of submission. Queries that were withdrawn when asked never ran. */
export interface Day {
  readonly day: number;
  readonly queries: readonly Query[];
  readonly withdrawn: readonly SubmittedQuery[];
}

export type Stepper = ReturnType<typeof createStepper>;

export interface StepperOptions {
  readonly epoch: number;
  /** From a day on everything takes so many times the CPU: a bad release of the engine. */
  readonly slowdown?: { readonly fromDay: number; readonly factor: number };
}

/** A world at day 0. Who asks for what does not depend on the policy; what the cache holds, and who loses patience, does. */
export function createStepper(seed: number, population: Population, { epoch, slowdown }: StepperOptions) {
  const { users, warehouses, workspaces, people } = population;
  const traffic = createTraffic(seed, population, epoch);
  const [noise, fates, lags] = ['noise', 'fates', 'lags'].map((name) => randomStream(seed, name));
  const lag = lagMs(lagHours.query_history);
  const texts = new Map<number, readonly string[]>();
  const cache = new Map<string, Result>();
  let day = 0;

  const submit = (arrival: Arrival, commits: readonly Commit[]): SubmittedQuery => {
    const { key, template, ms, literals } = arrival;
    const gigabytes = (bytes: (commit: Commit) => number) =>
      template.tree.sources.reduce((sum, source, at) => {
        return sum + (bytes(commits[at]) / 1e9) * partitionShare(source, literals.dates, commits[at]);
      }, 0);
    const isRead = template.tree.kind === 'select';
    const spelling = template.id * STYLES + arrival.style;
    const text = texts.get(spelling) ?? textOf(template.tree, template.tables, arrival.style);
    texts.set(spelling, text);
    // biome-ignore format: read as a paragraph
    return {
      id: idOf(key, template.id, day), text: arrival.comment + fill(text, literals), submittedMs: ms, user: users[arrival.user],
      warehouse: warehouses[template.warehouse], workspace: workspaces[template.workspace], application: template.application.name,
      utilisation: traffic.utilisation(template.warehouse, ms - QUARTER_MS),
      scannedGb: isRead ? gigabytes(({ bytes }) => bytes) : 0, analyzedGb: isRead ? gigabytes(({ analyzed }) => analyzed?.bytes ?? 0) : 0,
    };
  };

  /** What somebody does who is asked; null where the query is withdrawn. */
  const answer = (arrival: Arrival): Arrival | null => {
    const { key, template, literals } = arrival;
    if (template.user >= people) return arrival;
    const u = fates.uniform(key, 0);
    if (u < confirmed.withdraws) return null;
    return u < confirmed.withdraws + confirmed.narrows ? { ...arrival, literals: narrowed(literals) } : arrival;
  };

  /** Milliseconds before it begins, and those it would then take. */
  const wallOf = ({ key, template }: Arrival, { utilisation }: SubmittedQuery, action: Action, cpuSeconds: number) => {
    const asked = action === 'confirm' ? confirmed.seconds : 0;
    const cores = oneOf(endings.cores, template.warehouse / warehouses.length) / (1 + utilisation);
    const queue = -Math.log(fates.uniform(key, 1)) * endings.waitSeconds * (utilisation / (1 - utilisation));
    const [waits, works] = action === 'route' ? [prices.routeDelaySeconds, endings.heavyCores] : [queue, cores];
    return { waitedMs: Math.round(1000 * (asked + waits)), wallMs: (1000 * cpuSeconds) / works };
  };

  /** How it ends, and how much of it was done by then. Who waits too long gives up; a few change their mind anyway. */
  const fateOf = ({ key, template }: Arrival, waitedMs: number, wallMs: number) => {
    const { patience } = template.application;
    const [u, done] = [fates.uniform(key, 2), fates.uniform(key, 3)];
    if (u < endings.fails) return { status: 'FAILED', done } as const;
    if (patience === null) return FINISHED;
    if (u < endings.fails + endings.changesMind) return { status: 'CANCELED', done } as const;
    const givesUpMs = 1000 * lognormal(patience.median, patience.sigma, fates.normal(key, 4)) - waitedMs;
    return givesUpMs >= wallMs ? FINISHED : ({ status: 'CANCELED', done: Math.max(0, givesUpMs) / wallMs } as const);
  };

  const end = (arrival: Arrival, submitted: SubmittedQuery, commits: readonly Commit[], action: Action): Query => {
    const { key, template, literals, ms } = arrival;
    const tree = action === 'limit' ? { ...template.tree, limit: true } : template.tree;
    const work = workOf(tree, literals, template.tables, commits);
    const isSlow = slowdown !== undefined && day >= slowdown.fromDay;
    const logCpu = work.logCpu + (isSlow ? Math.log(slowdown.factor) : 0);
    const expectedLogCpu = logCpu + template.theta;
    const cpuSeconds = Math.exp(expectedLogCpu + cost.noiseSigma * noise.normal(key, 0));
    const fromCache = fates.uniform(key, 5) < endings.cacheKeeps && isRight(cache.get(submitted.text), ms, commits);
    const { waitedMs, wallMs } = fromCache ? FROM_CACHE : wallOf(arrival, submitted, action, cpuSeconds);
    const { status, done } = fromCache ? FINISHED : fateOf(arrival, waitedMs, wallMs);
    const endMs = Math.round(ms + waitedMs + done * wallMs);
    if (status === 'FINISHED' && !fromCache) cache.set(submitted.text, { endMs, commits });
    const logged = fromCache ? 0 : done * cpuSeconds;
    const landsMs = endMs + lag(lags.normal(key, 0));
    const truth = { cpuSeconds, logCpu, expectedLogCpu };
    // biome-ignore format: one object of one shape; spreading others into it takes three times as long as all the rest
    return { submitted, template, action, status, fromCache, cpuSeconds: logged, waitedMs, endMs, landsMs, work, done, truth };
  };

  /** Runs the queries of the next day under the policy. */
  const step = (policy: Policy): Day => {
    const queries: Query[] = [];
    const withdrawn: SubmittedQuery[] = [];
    // At midnight `current_date` changes, and with it what the same text asks for.
    cache.clear();
    for (const arrival of traffic.ofDay(day)) {
      const commits = arrival.template.tables.map((table) => commitAt(table, arrival.ms));
      const submitted = submit(arrival, commits);
      const action = policy(submitted);
      const meant = action === 'confirm' ? answer(arrival) : arrival;
      if (meant === null) withdrawn.push(submitted);
      else queries.push(end(meant, meant === arrival ? submitted : submit(meant, commits), commits, action));
    }
    return { day: day++, queries, withdrawn };
  };
  return { population, step, utilisation: traffic.utilisation };
}

const FINISHED = { status: 'FINISHED', done: 1 } as const;
const FROM_CACHE = { waitedMs: 0, wallMs: 60 };

/** The same for a fifth of the days, the newest ones; at least one. */
function narrowed(literals: Literals): Literals {
  const { fromDay, toDay, days } = literals.dates;
  const kept = (span: number) => Math.max(1, Math.floor(confirmed.toShare * span));
  const isOpen = toDay === Number.POSITIVE_INFINITY;
  const from = isOpen ? fromDay + days - kept(days) : toDay + 1 - kept(toDay - fromDay + 1);
  return { ...literals, dates: { fromDay: from, toDay, days: kept(days) } };
}

/** Sixteen hexadecimal digits that nothing can be read from. */
function idOf(key: number, template: number, day: number): string {
  const digits = (word: number) => (word + 2 ** 32).toString(16).slice(1);
  return digits(key) + digits(Math.imul(template * 64 + day + 1, 0x9e3779b1) >>> 0);
}

/** In the cache, by its text. */
type Result = Pick<Query, 'endMs'> & { readonly commits: readonly Commit[] };

/** It is there, and none of its tables has changed. */
function isRight(result: Result | undefined, nowMs: number, commits: readonly Commit[]): boolean {
  return result !== undefined && result.endMs <= nowMs && result.commits.every((commit, at) => commit === commits[at]);
}
