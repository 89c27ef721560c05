/**
 * The decision about one query, end to end in one process: read its text, look the past up, score it twice, price it. The statements
 * are the last ones of a simulated world, asked once more; among every thousand one has a text of 200 KB, one an IN list of 500, one a
 * template that nobody sent before, and one is no SQL.
 *
 *     npx -y pnpm@12 bench:admission [decisions] [size] [model]      (default 100,000, small, and of logistic and gbm the one that ships)
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedOf } from '../../packages/evaluation/src/index.ts';
import { decide, type Gateway } from '../../packages/expensive-sql/src/admission/gateway.ts';
import { onlineStore } from '../../packages/expensive-sql/src/admission/online-store.ts';
import { chooseModel } from '../../packages/expensive-sql/src/evaluation/shipping.ts';
import { trainingSet } from '../../packages/expensive-sql/src/pipeline.ts';
import { ingest } from '../../packages/expensive-sql/src/stages/1-ingest.ts';
import { split } from '../../packages/expensive-sql/src/stages/3-split.ts';
import { train } from '../../packages/expensive-sql/src/stages/4-train.ts';
import { calibrate } from '../../packages/expensive-sql/src/stages/5-calibrate.ts';
import { simulate } from '../../packages/expensive-sql/src/world/simulate.ts';
import { trainQueue } from '../../packages/gbm/src/index.ts';
import { openSqlReader } from '../../packages/sql-text/src/index.ts';

const decisions = Number(process.argv[2] ?? 100_000);
const size = (process.argv[3] ?? 'small') as 'small' | 'medium';
const asked = process.argv[4];
const options = { seed: 7, size, threads: 2 };

const STATEMENTS = `
  SELECT statement_text, executed_by, workspace_id, client_application, warehouse_id
  FROM query_history ORDER BY start_time DESC, statement_id LIMIT 50000`;

const dir = mkdtempSync(join(tmpdir(), 'admission-'));
const { statements, ...judged } = await prepare();
const reader = await openSqlReader();
const gateway: Gateway = { ...judged, reader, budgetMs: 10 };

const list = Array.from({ length: 500 }, (_, k) => k * 7).join(', ');
const long = `SELECT * FROM sales.orders WHERE customer_id IN (${Array.from({ length: 30_000 }, (_, k) => k * 7).join(', ')})`;
const KINDS = ['usual', 'new template', 'list of 500', 'no SQL', '200 KB'] as const;
type Kind = (typeof KINDS)[number];
const kindOf = (k: number): Kind => (k % 250 === 249 ? KINDS[1 + (Math.floor(k / 250) % 4)] : 'usual');

const textOf = (kind: Kind, k: number): string => {
  const { statement_text: text } = statements[k % statements.length];
  if (kind === '200 KB') return long;
  if (kind === 'list of 500') return `SELECT count(*) FROM sales.orders WHERE customer_id IN (${list})`;
  if (kind === 'new template') return `SELECT new_column_${k} FROM (${text.replace(/;\s*$/, '')}\n) AS again`;
  return kind === 'no SQL' ? `${text} SELEC` : text;
};

const milliseconds = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]));
const outcomes = new Map<string, number>();
await ask(2000);
for (const kind of KINDS) milliseconds.set(kind, []);
outcomes.clear();
const before = process.cpuUsage();
await ask(decisions);
const { user } = process.cpuUsage(before);

const every = [...milliseconds.values()].flat();
console.log(
  `${decisions} decisions by ${judged.model.name} at ${size}, ${Math.round(user / decisions)} microseconds of CPU each`,
);
for (const [kind, times] of [['all', every] as const, ...milliseconds])
  console.log(`  ${kind.padEnd(12)} ${tell(times)}`);
console.log([...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(' · '));
console.log(
  `${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most; the longest text has ${long.length} characters`,
);
reader.close();
rmSync(dir, { recursive: true });

async function ask(n: number): Promise<void> {
  for (let k = 0; k < n; k++) {
    const { statement_text: _, ...by } = statements[k % statements.length];
    const kind = kindOf(k);
    const text = textOf(kind, k);
    const started = performance.now();
    const { action, because } = await decide(gateway, text, { ...by, submittedMs: judged.store.past.at + k });
    milliseconds.get(kind)!.push(performance.now() - started);
    const outcome = because === 'chance' ? action : because;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
}

function tell(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2);
  return `p50 ${at(0.5)} ms, p90 ${at(0.9)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1)}`;
}

/** A model of the world, its past as of now, and who asked what. */
async function prepare() {
  const world = await simulate(dir, options);
  const ingested = await ingest({ kind: 'simulated', ...options, world }, { threads: 2, memoryLimit: '2GB' });
  const set = await trainingSet(ingested);
  const { final } = split(set, ingested.calendar);
  const learned = await train(set, final, { seed: 7, queue: trainQueue({ threads: 2 }) });
  const fits = learned.map((one) => calibrate(set, one));
  const model = fits.find(({ name }) => name === asked) ?? shippedOf(fits, chooseModel(set, fits, 7));
  const store = await onlineStore(ingested, ingested.calendar.now);
  const found = await ingested.lake.query(STATEMENTS);
  const [texts, ...by] = [
    found.strings('statement_text'),
    ...['executed_by', 'workspace_id', 'client_application', 'warehouse_id'].map((name) => found.nullableStrings(name)),
  ];
  ingested.lake.close();
  const statements = texts.map((statement_text, k) => ({
    statement_text,
    executed_by: by[0][k],
    workspace_id: by[1][k],
    client_application: by[2][k],
    warehouse_id: by[3][k],
  }));
  return { model, store, statements };
}
