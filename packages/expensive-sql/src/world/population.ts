import { categorical, MS_PER_DAY, normalQuantile, type RandomStream, randomStream } from '@applied-modeling/synthetic';
import { commitAt, drawCatalog, type Table } from './catalog.ts';
import { workOf } from './cost.ts';
import { drawsOf, oneOf, ranksByLot } from './draws.ts';
import { chanceOfExpensive } from './oracle.ts';
import { APPLICATIONS, type Application, cost, migration, templates as planted, shape } from './planted.ts';
import { type Dates, drawTree, type QueryTree } from './templates.ts';

/**
 * Queries that differ in literals and spelling alone, and who asks them: `perDay` on an ordinary day from `bornOn` until `endsOn`,
 * which count from the first of the history. They look back `spanDays`; those of a sensitive template choose it. `theta` is what is
 * peculiar to it, in the log of CPU-seconds, and hidden.
 */
export interface Template
  extends Readonly<Record<'id' | 'spanDays' | 'perDay' | 'bornOn' | 'endsOn' | 'theta', number>> {
  readonly tree: QueryTree;
  /** Of `tree.sources`, one by one. */
  readonly tables: readonly Table[];
  readonly application: Application;
  readonly isSensitive: boolean;
  /** Came with the migration. */
  readonly isNew: boolean;
  readonly workspace: number;
  readonly warehouse: number;
  readonly user: number;
}

export interface Population extends Readonly<Record<'workspaces' | 'warehouses' | 'users', readonly string[]>> {
  readonly tables: readonly Table[];
  readonly templates: readonly Template[];
  /** So many of the users; then comes one service a workspace, which jobs run as. */
  readonly people: number;
}

export interface PopulationOptions {
  readonly queriesPerDay: number;
  /** First day of the history, 00:00 UTC, in ms since 1970. */
  readonly epoch: number;
  readonly days: number;
}

export function drawPopulation(seed: number, options: PopulationOptions): Population {
  const named = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => `${name}-${String(index + 1).padStart(3, '0')}`);
  const tables = drawCatalog(randomStream(seed, 'catalog'), shape.tables(options.queriesPerDay), options);
  const people = shape.users(options.queriesPerDay);
  return {
    tables,
    templates: drawTemplates(randomStream(seed, 'templates'), tables, people, options),
    workspaces: named(shape.workspaces, 'workspace'),
    warehouses: named(shape.warehouses, 'warehouse'),
    users: [...named(people, 'user'), ...named(shape.workspaces, 'service')],
    people,
  };
}

function drawTemplates(random: RandomStream, tables: readonly Table[], people: number, options: PopulationOptions) {
  const { queriesPerDay, days, epoch } = options;
  const count = shape.templates(queriesPerDay);
  const old = Math.round(count * (1 - migration.templates));
  const lives = Array.from({ length: count }, (_, id) => drawLife(drawsOf(random, id, 1), id >= old, people, days));
  const rates = [
    ...drawRates(random, lives.slice(0, old), queriesPerDay, days),
    ...drawRates(random, lives.slice(old), queriesPerDay * migration.share, days),
  ];
  const tablesOf = createChoice(tables);
  const choose = createBudget((planted.dear.ofOne * queriesPerDay) / count, epoch);
  return lives.map((life, id) =>
    choose((attempt) => {
      const draw = drawsOf(random, id, 2 + attempt);
      const chosen = tablesOf(life, draw);
      const tree = drawTree(draw, life, chosen);
      return { id, tree, tables: chosen, perDay: rates[id], ...life };
    }),
  );
}

export type Life = Omit<Template, 'id' | 'tree' | 'tables' | 'perDay'>;

/** Whose a template is, and from when to when. */
function drawLife(draw: () => number, isNew: boolean, people: number, days: number): Life {
  const shares = APPLICATIONS.map(({ share }) => share);
  const application = APPLICATIONS[categorical(shares, draw())];
  const { fromDay, untilDay, share, ofNewWorkspaces } = migration;
  const duringMigration = Math.floor(fromDay + draw() * (untilDay - fromDay));
  const isPassing = application.name === 'notebook' && !isNew;
  const passes = Math.floor(draw() * (days + planted.notebookDays));
  const isReplaced = !isNew && draw() < share;
  const oldWorkspaces = shape.workspaces - migration.workspaces;
  const isElsewhere = isNew && draw() < ofNewWorkspaces;
  const place = isElsewhere ? oldWorkspaces + draw() * migration.workspaces : draw() ** 1.5 * oldWorkspaces;
  const workspace = Math.floor(place);
  const isJob = application.name === 'job';
  const colleague = Math.floor(draw() * Math.floor(people / shape.workspaces));
  const endsOn = isPassing ? passes : isReplaced ? duringMigration : Number.POSITIVE_INFINITY;
  // biome-ignore format: read as a paragraph
  return {
    application, isNew, workspace, endsOn,
    bornOn: isNew ? duringMigration : isPassing ? passes - planted.notebookDays : 0,
    isSensitive: !isJob && draw() < planted.sensitive / (1 - APPLICATIONS[3].share),
    spanDays: planted.span.days[categorical(planted.span.shares, draw())],
    warehouse: isJob ? shape.warehouses - 1 - (workspace % 2) : workspace % (shape.warehouses - 2),
    user: isJob ? people + workspace : workspace + shape.workspaces * colleague,
    theta: cost.templateSigma * normalQuantile(draw()),
  };
}

/** Queries a day while a template lives, by a rank drawn by lot: so many on an ordinary day of all together. */
function drawRates(random: RandomStream, lives: readonly Life[], perDay: number, days: number): number[] {
  const { offset, exponent } = planted.popularity;
  const ranks = ranksByLot(lives.length, (one) => random.uniform(one, 0, lives.length));
  const rates = lives.map(({ application }, one) => application.perTemplate * (ranks[one] + offset) ** -exponent);
  const passing = planted.notebookDays / (days + planted.notebookDays);
  const aliveShare = ({ bornOn, endsOn }: Life) => (endsOn - bornOn > planted.notebookDays ? 1 : passing);
  const total = lives.reduce((sum, life, one) => sum + rates[one] * aliveShare(life), 0);
  const byHand = (planted.byHand * perDay) / lives.length;
  return rates.map((rate, one) => Math.min((rate * perDay) / total, lives[one].isSensitive ? byHand : perDay));
}

/** Tables of a template, the one it is about first; large ones are asked for more often. */
function createChoice(tables: readonly Table[]): (life: Life, draw: () => number) => Table[] {
  const gb = ({ commits }: Table) => commits[0].bytes / 1e9;
  const all = tables.toSorted((a, b) => gb(b) - gb(a));
  const [old, late] = [all.filter(({ bornOn }) => bornOn === 0), all.filter(({ bornOn }) => bornOn > 0)];
  const dated = old.filter(({ commits }) => commits[0].partitionDays > 365);
  const big = dated.filter((table) => gb(table) > planted.sensitiveGb);
  return ({ isNew, isSensitive, application }, draw) => {
    const isOfLate = isNew && late.length > 0 && draw() < migration.ofNewTables;
    const mains = isSensitive ? (big.length > 2 ? big : dated.slice(0, 3)) : isOfLate ? late : null;
    const count = 1 + categorical(application.tables, draw());
    const picks = Array.from({ length: count }, (_, at) =>
      at === 0 && mains !== null ? oneOf(mains, draw()) : oneOf(isNew ? all : old, draw() ** planted.large),
    );
    const different = [...new Set(picks)];
    return mains === null ? different.toSorted((a, b) => gb(b) - gb(a)) : different;
  };
}

/**
 * Dear queries are watched: of the drafts of a template the first is kept that brings as many of them as a platform bears, or else the
 * nearest to that. It keeps worlds of all seeds and sizes alike: in a small one, one dashboard could be most of the story.
 */
function createBudget(mostPerDay: number, epoch: number) {
  const left = new Map<string, number>();
  return (draft: (attempt: number) => Template): Template => {
    let chosen = draft(0);
    const { isNew, isSensitive, perDay } = chosen;
    const kind = `${isNew} ${isSensitive}`;
    const share = isSensitive ? planted.dear.sensitive : planted.dear.others;
    const allowed = (left.get(kind) ?? 0) + share * perDay;
    const most = Math.min(mostPerDay, allowed + mostPerDay / 2);
    const least = allowed > mostPerDay ? share * perDay : 0;
    const distance = (dear: number) => Math.max(0, least - dear, dear - most);
    let dear = perDay * chanceOfDear(chosen, epoch);
    for (let attempt = 1; attempt < planted.dear.drafts && distance(dear) > 0; attempt++) {
      const other = draft(attempt);
      const otherDear = perDay * chanceOfDear(other, epoch);
      if (distance(otherDear) < distance(dear)) [chosen, dear] = [other, otherDear];
    }
    left.set(kind, allowed - dear);
    return chosen;
  };
}

/** Days between which a table may grow tenfold, or shrink; spans and lengths of IN lists. */
const OUTLOOK_DAYS = [1, 55];
// biome-ignore format: read as pairs
const USUAL = [[0.1, 7], [0.3, 2], [0.5, 25], [0.7, 12], [0.9, 4]] as const;

/** Share of the queries of a template that are going to be expensive, as far as can be seen: what is hidden must not choose its tree. */
function chanceOfDear(template: Template, epoch: number): number {
  const unknown = Math.hypot(cost.templateSigma, cost.noiseSigma);
  const onDay = (day: number) => {
    const ms = epoch + Math.max(day, template.bornOn) * MS_PER_DAY;
    const commits = template.tables.map((table) => commitAt(table, ms));
    return USUAL.reduce((sum, [span, listItems]) => {
      const literals = { dates: datesOf(template, ms / MS_PER_DAY, span), listItems, limit: 100, salt: 0 };
      const { logCpu } = workOf(template.tree, literals, template.tables, commits);
      return sum + chanceOfExpensive(logCpu, unknown) / USUAL.length;
    }, 0);
  };
  return Math.max(...OUTLOOK_DAYS.map(onDay));
}

/** Dates of a query that is asked on a day, in days since 1970; of a sensitive one, a share `u` of people choose fewer. */
export function datesOf({ tree, isSensitive, spanDays }: Template, today: number, u: number): Dates {
  const { days: longest, shortness } = planted.sensitiveSpan;
  const days = isSensitive ? Math.ceil(Math.exp(u ** shortness * Math.log(longest))) : spanDays;
  const isOpen = tree.dateForm === 'recent' || tree.dateForm === 'since';
  if (isOpen) return { fromDay: today - days, toDay: Number.POSITIVE_INFINITY, days };
  return { fromDay: today - (tree.dateForm === 'day' ? 1 : days), toDay: today - 1, days };
}
