import { categorical, MS_PER_DAY, MS_PER_HOUR, type RandomStream, randomStream } from '@applied-modeling/synthetic';
import { DIMENSIONS, notebooks as notebookFacts, population as planted } from './planted.ts';
import { nameOfTable, secretTitleOf, titleOf } from './words.ts';

export interface PopulationOptions extends Readonly<Record<'tenants' | 'users' | 'notebooks' | 'days', number>> {
  /** First day of the history, 00:00 UTC, in ms since 1970. */
  readonly epoch: number;
}

export interface Tenant {
  /** Its tables, and those of nobody else. */
  readonly tables: readonly number[];
  readonly users: readonly number[];
  readonly teams: readonly number[];
}

export interface Team {
  readonly tenant: number;
  /** Tables that its people work with. */
  readonly focus: readonly number[];
  readonly direction: Float64Array;
}

export interface User extends Readonly<Record<'tenant' | 'team' | 'joinedMs', number>> {
  /** How often somebody comes, against the mean. */
  readonly activity: number;
  readonly direction: Float64Array;
}

export interface Notebook extends Readonly<Record<'tenant' | 'team' | 'owner' | 'createdMs', number>> {
  readonly tables: readonly number[];
  /** Infinity for never. */
  readonly deletedMs: number;
  /** How well known it is, which says nothing of how good it is. */
  readonly popularity: number;
  readonly isClickbait: boolean;
  readonly title: string;
}

/** What is drawn once and never changes. Tenants, teams, users, notebooks and tables are numbers from 0 on. */
export interface Population {
  readonly options: PopulationOptions;
  readonly tenants: readonly Tenant[];
  readonly teams: readonly Team[];
  readonly users: readonly User[];
  readonly notebooks: readonly Notebook[];
  /** Of the notebooks, `DIMENSIONS` numbers each. */
  readonly directions: Float32Array;
  /** Of the notebooks, as many numbers each as any has tables; the number after the last table where it has fewer. */
  readonly tablesOf: Int32Array;
  /** Of a table, into `TABLE_NAMES`. */
  readonly tableName: readonly number[];
}

export function drawPopulation(seed: number, options: PopulationOptions): Population {
  const [ofTeams, ofUsers, ofNotebooks] = ['teams', 'users', 'notebooks'].map((name) => randomStream(seed, name));
  const { tenants, tableName } = layOut(tenantSizes(options));
  const teams = tenants.flatMap((one, tenant) => one.teams.map((team) => drawTeam(ofTeams, team, tenant, one)));
  const users = tenants.flatMap((one) =>
    one.users.map((user, nth) => {
      const team = one.teams[Math.floor(nth / planted.usersPerTeam)];
      return drawUser(ofUsers, user, team, teams[team], options);
    }),
  );
  const directions = new Float32Array(options.notebooks * DIMENSIONS);
  const width = notebookFacts.tables.length;
  const tablesOf = new Int32Array(options.notebooks * width).fill(tableName.length);
  // By owner, so that what one person may open lies together in memory.
  const owners = Int32Array.from({ length: options.notebooks }, (_, notebook) => {
    return Math.floor(ofNotebooks.uniform(notebook, 0) * users.length);
  }).sort();
  const drafts = Array.from(owners, (owner, notebook) => {
    const { tenant, team, direction, joinedMs } = users[owner];
    const own = near(direction, planted.spread.notebook, (at) => ofNotebooks.normal(notebook, 1, at));
    directions.set(own, notebook * DIMENSIONS);
    const clocks = drawLife(ofNotebooks, notebook, joinedMs, options);
    const tables = drawTables(ofNotebooks, notebook, teams[team], tenants[tenant]);
    tablesOf.set(tables, notebook * width);
    const isClickbait = ofNotebooks.uniform(notebook, 4) < notebookFacts.clickbait;
    const title = titleOf(tableName[tables[0]], isClickbait, ofNotebooks.uniform(notebook, 5));
    return { tenant, team, owner, tables, isClickbait, title, ...clocks };
  });
  return { options, tenants, teams, users, notebooks: makeKnown(ofNotebooks, drafts), directions, tablesOf, tableName };
}

/** A direction near another one, of length 1: what is added to it has about this length. */
export function near(centre: ArrayLike<number>, spread: number, normal: (at: number) => number): Float64Array {
  const scale = spread / Math.sqrt(DIMENSIONS);
  const moved = Float64Array.from({ length: DIMENSIONS }, (_, at) => centre[at] + scale * normal(at));
  const length = Math.hypot(...moved);
  return moved.map((part) => part / length);
}

/** The first of some more often than the last: of n, the kth with a chance of about (1 − (k − 1) / n)². */
export function oneOfFirst<T>(some: readonly T[], u: number): T {
  return some[Math.floor(u ** 1.5 * some.length)];
}

/** Users of each tenant: a few have hardly any, the others share the rest by Zipf's law. */
function tenantSizes({ tenants, users }: PopulationOptions): number[] {
  const small = Math.max(1, Math.round(planted.smallTenants * tenants));
  const smallSizes = Array.from({ length: small }, (_, nth) => 2 + (nth % 3));
  const left = users - smallSizes.reduce((sum, size) => sum + size, 0);
  const { offset, exponent } = planted.zipf;
  const weights = Array.from({ length: tenants - small }, (_, rank) => (rank + offset) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => Math.max(5, Math.floor((left * weight) / total)));
  sizes[0] += left - sizes.reduce((sum, size) => sum + size, 0);
  return [...sizes, ...smallSizes];
}

/** Gives every tenant its numbers. */
function layOut(sizes: readonly number[]): { tenants: Tenant[]; tableName: number[] } {
  const next = { users: 0, teams: 0, tables: 0 };
  const take = (kind: keyof typeof next, count: number) => {
    const first = next[kind];
    next[kind] += count;
    return Array.from({ length: count }, (_, nth) => first + nth);
  };
  const tenants = sizes.map((size) => ({
    users: take('users', size),
    teams: take('teams', Math.ceil(size / planted.usersPerTeam)),
    tables: take('tables', planted.tables(size)),
  }));
  const tableName = tenants.flatMap(({ tables }, tenant) => tables.map((_, nth) => nameOfTable(tenant, nth)));
  return { tenants, tableName };
}

function drawTeam(random: RandomStream, team: number, tenant: number, { tables }: Tenant): Team {
  const byLot = tables.toSorted((a, b) => random.uniform(team, 1, a) - random.uniform(team, 1, b));
  const nowhere = new Float64Array(DIMENSIONS);
  const direction = near(nowhere, 1, (at) => random.normal(team, 0, at));
  return { tenant, focus: byLot.slice(0, planted.focusTables), direction };
}

function drawUser(random: RandomStream, user: number, team: number, of: Team, { epoch, days }: PopulationOptions) {
  const u = random.uniform(user, 0) / planted.joinLater;
  const joinsOn = u < 1 ? Math.floor(u * days) : -30 - Math.floor(600 * random.uniform(user, 1));
  return {
    ...{ tenant: of.tenant, team },
    joinedMs: epoch + joinsOn * MS_PER_DAY + 8 * MS_PER_HOUR,
    activity: Math.exp(planted.activity * random.normal(user, 2) - planted.activity ** 2 / 2),
    direction: near(of.direction, planted.spread.user, (at) => random.normal(user, 3, at)),
  };
}

/** After its owner joined; most are older than the history. */
function drawLife(random: RandomStream, notebook: number, joinedMs: number, { epoch, days }: PopulationOptions) {
  const endMs = epoch + days * MS_PER_DAY;
  const isOld = joinedMs < epoch && random.uniform(notebook, 2, 0) < notebookFacts.before;
  const from = isOld ? Math.max(joinedMs, epoch - notebookFacts.beforeDays * MS_PER_DAY) : Math.max(joinedMs, epoch);
  const createdMs = Math.round(from + ((isOld ? epoch : endMs) - from) * random.uniform(notebook, 2, 1));
  const u = random.uniform(notebook, 2, 2) / notebookFacts.deleted;
  const earliest = Math.max(createdMs, epoch);
  return { createdMs, deletedMs: u < 1 ? Math.round(earliest + (endMs - earliest) * u) : Number.POSITIVE_INFINITY };
}

function drawTables(random: RandomStream, notebook: number, { focus }: Team, { tables: all }: Tenant): number[] {
  const draw = (nth: number) => random.uniform(notebook, 3, nth);
  const count = 1 + categorical(notebookFacts.tables, draw(0));
  const picks = Array.from({ length: count }, (_, nth) => {
    return oneOfFirst(draw(2 * nth + 1) < notebookFacts.fromFocus ? focus : all, draw(2 * nth + 2));
  });
  return [...new Set(picks)];
}

/** Popularity is by rank in the tenant, given out by lot; one notebook of each tenant gets the secret title. */
function makeKnown(random: RandomStream, drafts: readonly Omit<Notebook, 'popularity'>[]): Notebook[] {
  const known = new Map<number, number>();
  const notebooks: Notebook[] = [];
  const byLot = Array.from(drafts.keys()).sort((a, b) => random.uniform(a, 6) - random.uniform(b, 6));
  for (const notebook of byLot) {
    const draft = drafts[notebook];
    const rank = 1 + (known.get(draft.tenant) ?? 0);
    known.set(draft.tenant, rank);
    const title = rank === 2 ? secretTitleOf(draft.tenant) : draft.title;
    notebooks[notebook] = { ...draft, title, popularity: rank ** -notebookFacts.popularity };
  }
  return notebooks;
}
