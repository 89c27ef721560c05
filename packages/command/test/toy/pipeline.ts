import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonMetrics, Refusal, type Source, type Spent, type TrainOptions } from '../../src/index.ts';

type Options = TrainOptions<Run> & { readonly engine: 'count' | 'guess' };

export const steps = {
  figure: 'heads',
  explainData: () => 'tosses.csv: one row per toss',
  simulate: async (worlds: string, { seed, size, onProgress }: SimulateOptions) => {
    const dir = join(worlds, `${size}-${seed}`);
    const lakeDir = join(dir, 'lake');
    mkdirSync(lakeDir, { recursive: true });
    const tosses: number[] = [];
    for (let toss = 0; toss < 100; toss++) {
      tosses.push(createHash('sha256').update(`${seed} ${toss}`).digest()[0] < 140 ? 1 : 0);
      onProgress(toss + 1, 100, 'tosses');
    }
    if (!existsSync(join(lakeDir, 'tosses.csv'))) writeFileSync(join(lakeDir, 'tosses.csv'), tosses.join('\n'));
    return {
      lakeDir,
      truthDir: join(dir, 'truth'),
      weeks: 100,
      rows: { tosses: 100 },
      generator: 'sha256',
      clock: { epoch: 0 },
    };
  },
  trainRun: async ({ source, stage, plantLeak, runsDir, engine, publish }: Options) => {
    const tosses = await stage('ingest', async () => ingest(source));
    const heads = await stage('train', async () => (engine === 'guess' ? 0.5 : mean(tosses)));
    const runId = randomUUID();
    const run: Run = {
      runId,
      runDir: join(runsDir, runId),
      ingested: { source, fingerprint: 'd', lake: { close: () => undefined } },
      heads,
      audit: { passed: !plantLeak, findings: plantLeak ? ['it knows the coin'] : [] },
      gate: {
        passed: false,
        checks: [
          { name: 'fair', passed: false },
          { name: 'thrown', passed: true },
        ],
      },
    };
    await stage('report', () => publish(run));
    return run;
  },
  metricsOf: ({ heads, ...run }: Run, spent: Spent) => ({
    ...commonMetrics({ ...run, set: { fingerprint: 'f' }, modelFingerprint: String(heads) }, spent),
    rows: { spine: 100, train: 100, calibration: 0, test: 0 },
    metrics: { heads },
    baselines: { fair: { heads: 0.5 } },
  }),
  filesOf: async ({ heads }: Run) => ({
    'report.md': `heads: ${heads}\n`,
    'training-set.arrow': async (path: string) => writeFileSync(path, 'ARROW1'),
  }),
  screenOf: ({ heads }: Run, _: unknown, previous: { readonly run_id: string } | null) =>
    `heads ${heads}, before ${previous?.run_id ?? 'nothing'}\n`,
};

interface SimulateOptions {
  readonly seed: number;
  readonly size: string;
  readonly onProgress: (done: number, total: number, what: string) => void;
}

interface Run {
  readonly runId: string;
  readonly runDir: string;
  readonly ingested: { readonly source: Source; readonly fingerprint: string; readonly lake: { close(): void } };
  readonly heads: number;
  readonly audit: { readonly passed: boolean; readonly findings: readonly string[] };
  readonly gate: {
    readonly passed: boolean;
    readonly checks: readonly { readonly name: string; readonly passed: boolean }[];
  };
}

function ingest(source: Source): number[] {
  const dir = source.kind === 'simulated' ? source.world.lakeDir : source.dir;
  if (!existsSync(join(dir, 'tosses.csv'))) throw new Refusal(`${dir} was not read`, ['no tosses.csv; add one']);
  const tosses = readFileSync(join(dir, 'tosses.csv'), 'utf8').split('\n').map(Number);
  if (tosses.some(Number.isNaN)) {
    const parts = { subject: 'tosses', found: 'NaN', expected: '0 or 1', next: 'correct it' };
    throw Object.assign(new Error('tosses: found NaN; expected 0 or 1; correct it'), parts);
  }
  return tosses;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
