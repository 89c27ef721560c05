/**
 * Record 12: the trees of notebook-recommender, by log loss and by LambdaMART, on the same slates.
 *
 *     npx tsx scripts/decisions/0012-lambdamart.ts [SEED …]     # small worlds; seeds 1 to 5 when left out
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelColumns } from '../../packages/feature-store/src/index.ts';
import { matrixAt, predictMargin, train } from '../../packages/gbm/src/index.ts';
import { openPages, requestsOfTest } from '../../packages/notebook-recommender/src/evaluation/pages.ts';
import { readTruth } from '../../packages/notebook-recommender/src/evaluation/truth.ts';
import { ndcgLive } from '../../packages/notebook-recommender/src/failure-modes/trial.ts';
import { trainingSet } from '../../packages/notebook-recommender/src/pipeline.ts';
import { trainSettings } from '../../packages/notebook-recommender/src/settings.ts';
import { ingest } from '../../packages/notebook-recommender/src/stages/1-ingest.ts';
import { split } from '../../packages/notebook-recommender/src/stages/3-split.ts';
import { POSITION } from '../../packages/notebook-recommender/src/training-set/model-columns.ts';
import { simulate } from '../../packages/notebook-recommender/src/world/simulate.ts';

const OBJECTIVES = ['binary:logistic', 'rank:ndcg'] as const;

async function compare(seed: number) {
  const world = await simulate(join(tmpdir(), 'applied-modeling-lambdamart'), { seed, size: 'small', threads: 2 });
  const ingested = await ingest({ kind: 'simulated', seed, size: 'small', world }, { threads: 2 });
  const set = await trainingSet(ingested);
  const { final: fold } = split(set, ingested.calendar);
  const request = requestsOfTest(set, { fold });
  const pages = openPages(set, request, await readTruth(ingested.truthDir, set, request));
  const read = modelColumns(set);
  const { params, maximumRounds: numBoostRound, earlyStoppingRounds } = trainSettings;
  const found = OBJECTIVES.map((objective) => {
    const rowsOf = (rows: Uint32Array) =>
      matrixAt(read, rows, { label: set.y, ...(objective === 'rank:ndcg' && { qid: set.request }) });
    // A row of a ranking loss has a hessian of some thousandths: the same leaves want another least weight.
    const own = objective === 'rank:ndcg' ? { min_child_weight: 0.1, eval_metric: 'ndcg@5' as const } : {};
    const booster = train({ ...params, ...own, objective, seed }, rowsOf(fold.train), {
      ...{ numBoostRound, earlyStoppingRounds },
      evalSet: rowsOf(fold.stopping),
    });
    const first = new Float32Array(new SharedArrayBuffer(4 * pages.rows.length)).fill(1);
    return ndcgLive(pages, (rows) => {
      const asked = matrixAt(read, rows);
      const columns = asked.columns.map((column, at) => (read.names[at] === POSITION ? first : column));
      return predictMargin(booster, { ...asked, columns });
    });
  });
  ingested.lake.close();
  return found;
}

const seeds = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 2, 3, 4, 5];
console.log(`NDCG@5 on the permitted catalogue\nseed  ${OBJECTIVES.join('  ')}`);
for (const seed of seeds)
  console.log(`${String(seed).padEnd(6)}${(await compare(seed)).map((one) => one.toFixed(3).padEnd(17)).join('')}`);
