import { join } from 'node:path';
import { ndcgAtK, rocAuc } from '@applied-modeling/evaluation';
import { type Lake, openLake, type TableContract } from '@applied-modeling/lakehouse';
import type { SimulatedWorld } from '@applied-modeling/synthetic';
import { blendScore, type Signals } from '../../src/incumbent.ts';
import * as tables from '../../src/tables.ts';
import { historyPolicy, type Policy } from '../../src/world/history-policy.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { HISTORY_WEEKS, SIZES, type Size, worldClock } from '../../src/world/simulate.ts';
import { createStepper, type Slate } from '../../src/world/stepper.ts';

/** What the data card says of a world of seed 7: rows and figures by the label of their row, formatted as they stand there. */
export function cardFigures(world: SimulatedWorld, size: Size): Record<string, string> {
  const counts = Object.entries(world.rows).map(([table, rows]) => [`\`${table}\``, whole(rows)]);
  const pages = runPages(size);
  return {
    ...Object.fromEntries(counts),
    ...pageFigures(pages, SIZES[size].users),
    ...reactionFigures(pages),
    ...orderFigures(pages.filter(({ day }) => day >= JUDGED_FROM)),
  };
}

/** A notebook that somebody may open when they open a blank page, and what a service knows of it. */
interface Permitted extends Signals {
  readonly notebook: number;
  readonly tenantOpens: number;
}

interface Page {
  readonly day: number;
  readonly slate: Slate;
  /** All of it from `JUDGED_FROM` on; before, what the rule puts first. */
  readonly permitted: readonly Permitted[];
  /** Opened or cloned from the slate; entry i is that of what was shown in place i. */
  readonly opened: readonly boolean[];
  /** Something ran within half an hour that the slate did not lead to. */
  readonly foundAlone: boolean;
  /** Since anything was done; null for whoever never did. */
  readonly idleHours: number | null;
}

/** The last four weeks: there whole orders are compared. */
const JUDGED_FROM = 7 * (HISTORY_WEEKS - 4);

function runPages(size: Size): Page[] {
  const days = 7 * HISTORY_WEEKS;
  const world = createStepper(7, drawPopulation(7, { ...SIZES[size], epoch: worldClock.epoch, days }));
  const asked: Permitted[][] = [];
  const policy: Policy = (request) => {
    const { notebooks, hoursSinceUse, tableOverlap, teamOpens, tenantOpens } = request;
    // biome-ignore format: one object of one shape
    const known = (at: number) => ({ notebook: notebooks[at], hoursSinceUse: hoursSinceUse[at], tableOverlap: tableOverlap[at], teamOpens: teamOpens[at], tenantOpens: tenantOpens[at] });
    const order = historyPolicy(request);
    asked.push((isJudged ? Array.from({ length: request.count }, (_, at) => at) : order).map(known));
    return order;
  };
  let isJudged = false;
  const lastMs = new Map<number, number>();
  return Array.from({ length: days }, (_, day) => {
    isJudged = day >= JUDGED_FROM;
    const { slates, actions } = world.step(policy);
    const opened = new Set(actions.flatMap(({ slate, notebook }) => (slate === null ? [] : [`${slate} ${notebook}`])));
    const alone = new Map(actions.filter(isFound).map(({ user, ms }) => [user, ms]));
    const pages = slates.map((slate, nth) => ({
      ...{ day, slate, permitted: asked[nth] },
      opened: slate.shown.map(({ notebook }) => opened.has(`${slate.id} ${notebook}`)),
      foundAlone: (alone.get(slate.user) ?? 0) > slate.ms,
      idleHours: lastMs.has(slate.user) ? (slate.ms - lastMs.get(slate.user)!) / 3_600_000 : null,
    }));
    asked.length = 0;
    for (const { user, ms } of actions) lastMs.set(user, Math.max(ms, lastMs.get(user) ?? 0));
    return pages;
  }).flat();
}

const isFound = ({ action, slate }: { action: string; slate: number | null }) => action === 'run_ok' && slate === null;

function pageFigures(pages: readonly Page[], users: number): Record<string, string> {
  const relevance = (rank: number) => (pages: readonly Page[]) =>
    mean(pages, ({ slate }) => slate.worth[rank]?.relevance ?? 0).toFixed(2);
  const counts = pages.map(({ slate }) => slate.permitted).sort((a, b) => a - b);
  const idle = pages.filter(({ idleHours }) => idleHours !== null);
  return {
    'blank pages, and of a user': `${whole(pages.length)}, ${(pages.length / users).toFixed(1)}`,
    '… for a new task': percent(mean(pages, isNew)),
    'notebooks a person may open: lowest tenth, median, highest tenth': [0.1, 0.5, 0.9]
      .map((share) => counts[Math.floor(share * counts.length)])
      .join(', '),
    'pages with fewer than five to show': percent(mean(pages, ({ slate }) => slate.shown.length < 5)),
    'relevance of the best: new tasks, repeats': split(pages, relevance(0)),
    '… of the fifth': split(pages, relevance(4)),
    'pages with nothing above .1: new tasks, repeats': split(pages, (some) =>
      percent(mean(some, ({ slate }) => slate.worth[0].relevance <= 0.1)),
    ),
    'AUC for a new task of the hours since anything was done': rocAuc(
      idle.map((page) => Number(isNew(page))),
      idle.map(({ idleHours }) => idleHours!),
    ).toFixed(3),
  };
}

function reactionFigures(pages: readonly Page[]): Record<string, string> {
  const shown = pages.flatMap(({ slate, opened, permitted }) => {
    const known = new Map(permitted.map((one) => [one.notebook, one]));
    return slate.shown.map(({ notebook, succeeded }, place) => ({
      ...known.get(notebook)!,
      ...{ place, succeeded, opened: opened[place] },
    }));
  });
  const helped = ({ slate }: Page) => slate.shown.some(({ succeeded }) => succeeded);
  const byLot = pages.filter(({ slate }) => slate.byLottery);
  const alone = pages.filter((page) => !helped(page));
  const y = shown.map(({ succeeded }) => Number(succeeded));
  const auc = (score: (one: (typeof shown)[number]) => number) => rocAuc(y, shown.map(score)).toFixed(3);
  return {
    'suggestions opened, and those that succeed': `${percent(mean(shown, ({ opened }) => opened))}, ${percent(mean(shown, ({ succeeded }) => succeeded))}`,
    'correlation of opening and success': correlation(
      shown.map(({ opened }) => Number(opened)),
      y,
    ).toFixed(2),
    'pages that helped: the rule in force, the lottery': [pages.filter(({ slate }) => !slate.byLottery), byLot]
      .map((some) => percent(mean(some, helped)))
      .join(', '),
    'of the others, people who found something alone': percent(mean(alone, ({ foundAlone }) => foundAlone)),
    'AUC for success of a suggestion: used lately, tables in common': [
      auc(lately),
      auc((one) => one.tableOverlap),
    ].join(', '),
    '… opened in the team, its place': [auc(({ teamOpens }) => teamOpens), auc(({ place }) => -place)].join(', '),
  };
}

/** How well single signals order everything that may be opened, in the last four weeks. */
function orderFigures(pages: readonly Page[]): Record<string, string> {
  const ndcg = (score: (one: Permitted, page: Page) => number) => {
    const of = (some: readonly Page[]) => {
      const rows = some.flatMap((page, group) => {
        const worth = new Map(page.slate.worth.map(({ notebook, relevance }) => [notebook, relevance]));
        return page.permitted.map((one) => ({
          ...{ group, score: score(one, page), relevance: worth.get(one.notebook) ?? 0 },
        }));
      });
      const column = (name: 'group' | 'score' | 'relevance') => rows.map((row) => row[name]);
      const ranked = { relevance: column('relevance'), score: column('score'), group: column('group') };
      return ndcgAtK(ranked, 5).mean!.toFixed(3);
    };
    return split(pages, of);
  };
  return {
    'NDCG@5 of what was used last: new tasks, repeats': ndcg(lately),
    '… of tables in common': ndcg(({ tableOverlap }) => tableOverlap),
    '… of what the team opened': ndcg(({ teamOpens }) => teamOpens),
    '… of what the tenant opened': ndcg(({ tenantOpens }) => tenantOpens),
    '… of the rule in force, which blends them': ndcg(blendScore),
    '… of tables in common where the task is new, else the rule': ndcg((one, page) =>
      isNew(page) ? one.tableOverlap + 0.05 * Math.log2(1 + one.teamOpens) : blendScore(one),
    ),
  };
}

const isNew = ({ slate }: Page) => slate.session.isNewTask;
const lately = ({ hoursSinceUse }: Signals) => (Number.isNaN(hoursSinceUse) ? -1e9 : -hoursSinceUse);

function split(pages: readonly Page[], figure: (some: readonly Page[]) => string): string {
  return [pages.filter(isNew), pages.filter((page) => !isNew(page))].map(figure).join(', ');
}

function mean<T>(some: readonly T[], value: (one: T) => number | boolean): number {
  return some.reduce((sum, one) => sum + Number(value(one)), 0) / some.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [a, b].map((some) => mean(some, (one) => one));
  const product = (x: readonly number[], centreX: number, y: readonly number[], centreY: number) =>
    x.reduce((sum, value, at) => sum + (value - centreX) * (y[at] - centreY), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}

/** Of the sample: the first ten blank pages from nine on a Monday, where new tasks begin. */
export const SAMPLE = { from: '2024-06-03 09:00:00Z', pages: 10 } as const;

/** Writes one CSV a table, rows in the order of their keys: the pages, and what their people did that day and the day before. */
export async function writeSample(world: SimulatedWorld, dir: string): Promise<void> {
  const lake = await openLake(world.lakeDir, { threads: 1 });
  const sideCar = await openLake(world.truthDir!, { threads: 1 });
  const copy = (from: Lake, contract: TableContract, where: string) => {
    const columns = contract.columns.map(({ name, sqlType }) =>
      sqlType === 'DOUBLE' ? `round(${name}, 9) AS ${name}` : name,
    );
    const rows = `SELECT ${columns.join(', ')} FROM ${from.latest(contract)} WHERE ${where} ORDER BY ${contract.key.join(', ')}`;
    return from.run(`COPY (${rows}) TO '${join(dir, `${contract.name}.csv`)}' (HEADER)`);
  };
  const found = await lake.query(
    `SELECT slate_id, user_id FROM ${lake.latest(tables.impressions)}
    WHERE shown_at >= TIMESTAMPTZ '${SAMPLE.from}' AND position = 1 ORDER BY shown_at, slate_id LIMIT ${SAMPLE.pages}`,
  );
  const listed = (name: string) => [...new Set(found.strings(name))].map((id) => `'${id}'`).join(', ');
  const [pages, people] = [`slate_id IN (${listed('slate_id')})`, `user_id IN (${listed('user_id')})`];
  const shown = `notebook_id IN (SELECT notebook_id FROM ${lake.latest(tables.impressions)} WHERE ${pages})`;
  const around = (column: string) => `abs(date_diff('hour', ${column}, TIMESTAMPTZ '${SAMPLE.from}')) <= 24`;
  await copy(lake, tables.impressions, pages);
  await copy(lake, tables.actions, `${people} AND ${around('acted_at')}`);
  await copy(lake, tables.lineage, `${people} AND ${around('read_at')}`);
  await copy(lake, tables.users, people);
  await copy(lake, tables.aclEvents, shown);
  await copy(lake, tables.notebooks, shown);
  await copy(sideCar, tables.truth, pages);
  lake.close();
  sideCar.close();
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const whole = (count: number) => count.toLocaleString('en-US');
