import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  directory,
  oneOf,
  openPlaces,
  Refusal,
  type Session,
  type Simulate,
  type Source,
  type Stage,
  toggle,
  type Verb,
  verb,
  wholeNumber,
  withSource,
} from '@applied-modeling/command';
import { openLake } from '@applied-modeling/lakehouse';
import type { Cadence } from '../monitor/cadence.ts';
import { worldOfNewestRun } from './newest-world.ts';
import { FAULTS, plantFault } from './plant-fault.ts';
import { publishBatch } from './publish-batch.ts';
import type { Origin, ScoreRun } from './scored-batch.ts';
import { tellBatch } from './tell-batch.ts';

/** What a pipeline says of its stage 8. */
export interface ScoreDeclaration {
  /** As its model is registered, and its scores are kept. */
  readonly model: string;
  /** Of its command, as in `churn:train`. */
  readonly command: string;
  /** What a decision is made in, and how it is asked for: `week` is `--week 150`. */
  readonly step: Cadence;
  readonly load: () => Promise<ScoreSteps>;
}

export interface ScoreSteps {
  /** What a row is, in the plural, and what is done with those chosen: `accounts`, `to contact`. */
  readonly scored: { readonly candidates: string; readonly chosen: string };
  readonly simulate: Simulate;
  /** Reads the tables as they were known at a decision, and scores whoever was a candidate then. */
  readonly scoreRun: (options: ScoreOptions) => Promise<ScoreRun>;
}

export interface ScoreOptions {
  readonly source: Source;
  readonly threads: number;
  readonly mlrunsDir: string;
  readonly stage: Stage;
  readonly unit: ScoreDeclaration['step'];
  /** The one that is decided about; the newest one, when undefined. */
  readonly step: number | undefined;
}

/**
 * `score`, which every pipeline has: the champion, or the rule where there is none, scores everybody who is decided about, and what
 * passes is published in a Delta table. Run again it changes nothing, whatever became of the run before.
 */
export function scoreVerb(declaration: ScoreDeclaration): Verb {
  const { step } = declaration;
  const flags = {
    [step]: wholeNumber(`the ${step} that is decided about`, {
      ...{ from: 0, to: 100_000, otherwise: undefined },
      otherwiseShown: 'the newest',
    }),
    data: directory('your own tables, as in train; else the world that the newest model learnt from'),
    threads: wholeNumber('threads to use', {
      ...{ from: 1, to: 64, otherwise: availableParallelism(), otherwiseShown: 'all cores' },
    }),
    plantFault: oneOf('spoil the batch, and watch it being held back', FAULTS),
    json: toggle('print one JSON object on stdout instead of the screen'),
  };
  return verb({
    about: 'Scores everybody who is decided about with the champion, and publishes what passes.',
    flags,
    run: (typed, session) => score(typed as Typed, typed[step] as number | undefined, session, declaration),
  });
}

interface Typed {
  readonly data: string | undefined;
  readonly threads: number;
  readonly plantFault: (typeof FAULTS)[number];
  readonly json: boolean;
}

async function score(
  { data, threads, plantFault: fault, json }: Typed,
  step: number | undefined,
  session: Session,
  declaration: ScoreDeclaration,
): Promise<number> {
  const { places, progress, print, clock } = session;
  const startedAt = clock();
  openPlaces(places, startedAt);
  const world = data === undefined ? await worldOfNewestRun(places, declaration) : NO_WORLD;
  if (world === null) throw new Refusal('the newest model learnt from your own files', ['name them again: --data DIR']);
  const { simulate, scoreRun, scored } = await declaration.load();
  const { stage } = progress;
  const tables = { ...world, data, threads };
  const unit = declaration.step;
  const run = await withSource(tables, session, simulate, (source) =>
    scoreRun({ source, threads, mlrunsDir: places.mlruns, stage, step, unit }),
  );
  const lake = await openLake(join(places.scores, declaration.model), { threads: 1 });
  try {
    const spoilt = plantFault(run, fault);
    const published = await stage('publish', () =>
      publishBatch(lake, spoilt, { origin: originOf(run), committedAt: new Date(startedAt) }),
    );
    const told = { ...declaration, ...scored, run: spoilt, published, dir: lake.dir };
    print(json ? `${JSON.stringify({ ...published, origin: originOf(run) })}\n` : tellBatch(told));
    return published.kind === 'held' ? 1 : 0;
  } finally {
    lake.close();
  }
}

/** Own files have none. */
const NO_WORLD = { seed: 0, size: 'small' } as const;

function originOf({ champion, batch, dataFingerprint }: ScoreRun): Origin {
  return {
    scoredBy: champion.kind,
    modelVersion: champion.version?.version ?? null,
    runId: champion.kind === 'model' ? champion.version.runId : null,
    featureFingerprint: batch.read.fingerprint,
    dataFingerprint,
  };
}
