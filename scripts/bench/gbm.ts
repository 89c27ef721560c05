/**
 * Times gbm on seeded data, alternating with others where they are found, so that all see the same machine load:
 *
 * - `train`: training and prediction, for classes by a planted interaction of uniform or skewed features, some of them missing, and for
 *   amounts whose spread grows with a feature; beside XGBoost
 * - `peers`: training a million rows beside XGBoost, LightGBM and scikit-learn, and 20,000 beside ml-xgboost, with log loss on
 *   rows that were held out
 * - `batch`: margins of a million rows by 300 trees, beside XGBoost and ONNX Runtime
 * - `serve`: explaining rows, and scoring single ones; beside XGBoost
 *
 * On one thread the seconds of training are the processor's, which others on the machine disturb less; all others are a clock's.
 *
 *     npx -y pnpm@12 bench:gbm [--python PATH] [--onnxruntime FOLDER] [--repeats 3] [--threads 1] [--only train|peers|batch|serve] [--json]
 *
 * PATH is a Python with requirements.txt of this folder, FOLDER one in which `npm i --ignore-scripts onnxruntime-node@1.30.0` ran
 * (the package is as large as all others together). What is not given is skipped, which is said.
 */
import { parseArgs } from 'node:util';
import { benchBatch } from './gbm-batch.ts';
import { benchPeers } from './gbm-peers.ts';
import { benchServing } from './gbm-serving.ts';
import { benchTraining } from './gbm-training.ts';

const { values: flags } = parseArgs({
  options: {
    python: { type: 'string' },
    onnxruntime: { type: 'string' },
    repeats: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean' },
  },
});
const { python, only } = flags;
const repeats = Number(flags.repeats);

if (only === undefined || only === 'train') benchTraining(python, repeats, Number(flags.threads));
if (only === undefined || only === 'peers') await benchPeers(python, repeats);
if (only === undefined || only === 'batch') await benchBatch(python, flags.onnxruntime, repeats);
if (only === undefined || only === 'serve') benchServing(python, repeats);
