/**
 * One blank page, end to end in one process: candidates out of what the user may open, the features of each, a score, the best five.
 * Users are drawn by lot from a simulated world at its last instant; retrieval is asked for up to two hundred candidates, five times what
 * the pipeline asks for.
 *
 *     npx -y pnpm@12 bench:slates [pages] [size]      (default 5,000, medium)
 */

import { fileURLToPath } from 'node:url';
import { lookUp, materialise } from '../../packages/feature-store/src/index.ts';
import { type Booster, predictMargin, trainQueue } from '../../packages/gbm/src/index.ts';
import type { TableContract } from '../../packages/lakehouse/src/index.ts';
import { candidates } from '../../packages/notebook-recommender/src/candidates.ts';
import { pageFeatures, slateFeatures, used } from '../../packages/notebook-recommender/src/features.ts';
import { labels } from '../../packages/notebook-recommender/src/label.ts';
import { readDirectory } from '../../packages/notebook-recommender/src/retrieval/directory.ts';
import { readEvents } from '../../packages/notebook-recommender/src/retrieval/events.ts';
import { ingest } from '../../packages/notebook-recommender/src/stages/1-ingest.ts';
import { features } from '../../packages/notebook-recommender/src/stages/2-features.ts';
import { split } from '../../packages/notebook-recommender/src/stages/3-split.ts';
import { train } from '../../packages/notebook-recommender/src/stages/4-train.ts';
import { joinLabels } from '../../packages/notebook-recommender/src/training-set/join-labels.ts';
import { simulate } from '../../packages/notebook-recommender/src/world/simulate.ts';
import { createShelf, ITEM_COLUMNS, PAGE_COLUMNS } from '../../packages/retrieval/src/index.ts';

const pages = Number(process.argv[2] ?? 5_000);
const size = (process.argv[3] ?? 'medium') as 'small' | 'medium';
const generated = fileURLToPath(new URL('../../datasets/notebook-recommender/generated', import.meta.url));
const MANY = { most: 200, own: 40, tables: 60, team: 50, together: 50, starters: 60 };

const world = await simulate(generated, { seed: 7, size, threads: 2 });
const ingested = await ingest({ kind: 'simulated', seed: 7, size, world }, { threads: 2 });
const { lake, calendar } = ingested;
const set = joinLabels(await features(ingested, await candidates(ingested)), await labels(ingested), calendar.now);
const { final } = split(set, calendar);
const { train: trainBooster } = trainQueue({ threads: 2 });
const booster = (await train(set, final, { seed: 7, trainBooster })).find(({ name }) => name === 'gbm')!
  .learned as Booster;

const relation = (source: TableContract) => (source === used ? 'used' : ingested.relation(source));
const directory = await readDirectory(lake);
const shelf = createShelf(directory, MANY);
(await readEvents(lake)).until(calendar.now, shelf.learn);
const [ofItems, ofPages] = [
  await materialise(lake, slateFeatures, { at: calendar.now, relation }),
  await materialise(lake, pageFeatures, { at: calendar.now, relation }),
];

const names = booster.featureNames;
const { people, items } = directory;

/** The best five for a person, and how many candidates there were. */
function answer(person: number): number {
  const page = shelf.open(person, calendar.now);
  const found = page.candidates();
  const who = { user_id: people.ids[person], team_id: people.teams[person], tenant_id: people.tenants[person] };
  const known = new Map([
    ...lookUp(pageFeatures, ofPages, who, calendar.now),
    ...PAGE_COLUMNS.map((name, nth) => [name, page.values[nth]] as const),
    ['permitted', shelf.countFor(person)] as const,
    ['position', 1] as const,
  ]);
  const columns = names.map(() => new Float32Array(found.length).fill(Number.NaN));
  for (const [row, { item }] of found.entries()) {
    const past = lookUp(slateFeatures, ofItems, { ...who, notebook_id: items.ids[item] }, calendar.now);
    const values = page.valuesOf(item);
    const age = (calendar.now - items.createdMs[item]) / 86_400_000;
    for (const [at, name] of names.entries()) {
      const own = ITEM_COLUMNS.indexOf(name as (typeof ITEM_COLUMNS)[number]);
      columns[at][row] =
        past.get(name) ?? known.get(name) ?? (own >= 0 ? values[own] : name === 'notebook_age_days' ? age : 0);
    }
  }
  if (found.length === 0) return 0;
  const score = predictMargin(booster, { columns, featureNames: names });
  Array.from(score.keys()).sort((a, b) => score[b] - score[a]);
  return found.length;
}

const milliseconds: number[] = [];
let [considered, most] = [0, 0];
for (let nth = -200; nth < pages; nth++) {
  const person = (Math.imul(nth + 1_000, 0x9e3779b1) >>> 0) % people.ids.length;
  const started = performance.now();
  const count = answer(person);
  if (nth < 0) continue; // the first two hundred warm the compiler
  milliseconds.push(performance.now() - started);
  considered += count;
  most = Math.max(most, count);
}
milliseconds.sort((a, b) => a - b);
const at = (q: number) => milliseconds[Math.floor(q * (milliseconds.length - 1))].toFixed(2);
console.log(`${pages} pages at ${size}: ${(considered / pages).toFixed(0)} candidates on average, ${most} at most`);
console.log(`p50 ${at(0.5)} ms · p99 ${at(0.99)} ms · p99.9 ${at(0.999)} ms · max ${at(1)} ms`);

let checks = 0;
const before = performance.now();
for (let nth = 0; nth < 1_000_000; nth++)
  checks += Number(shelf.mayOpen(nth % people.ids.length, (nth * 7) % items.ids.length));
console.log(
  `a permission check takes ${(performance.now() - before).toFixed(0)} ns on average; ${checks} of a million said yes`,
);
lake.close();
process.exit(0);
