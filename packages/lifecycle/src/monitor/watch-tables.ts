import { Refusal, type Source } from '@applied-modeling/command';
import { watchedModel } from '../score/open-champion.ts';
import { type DecidedBy, type Operated, stepsOf } from '../score/score-tables.ts';
import type { ModelInForce, ScoredParts } from '../score/scored-batch.ts';
import { weeksOf } from './cadence.ts';
import type { WatchOptions } from './monitor-verb.ts';
import type { StepsAsked } from './watch-steps.ts';
import type { Watch } from './watched-step.ts';

/** What a pipeline's stage 9 sees. */
export type Seen = Omit<Watch, 'cadence' | 'version' | 'drift'>;

/** How a pipeline watches its model, whatever it is asked for. */
export interface Watching<Parts extends ScoredParts, Ingested> extends Operated<Parts, Ingested> {
  readonly watch: (ingested: Ingested, model: ModelInForce<Parts>, asked: StepsAsked) => Promise<Seen>;
}

/**
 * Lets a world run on after the history and watches its last steps with a model that was trained before them: the champion or, while
 * the rule is champion, the newest version. Who lives in that world is nobody the model met; what is watched are distributions and
 * outcomes, and those have no names.
 */
export async function watchTables<Parts extends ScoredParts, Ingested extends DecidedBy>(
  { stage, seed, size, steps, cadence, threads, simulate, mlrunsDir, worldsDir }: WatchOptions,
  { model: name, fingerprint, parts, ingest, watch, ...decided }: Watching<Parts, Ingested>,
): Promise<Watch> {
  const model = await watchedModel(mlrunsDir, name, { fingerprint, parts });
  const following = weeksOf(cadence, steps);
  const world = await stage('simulate', (onProgress) =>
    simulate(worldsDir, { seed, size, following, threads, onProgress }),
  );
  const source: Source = { kind: 'simulated', seed, size, world };
  const ingested = await stage('ingest', () => ingest(source, { threads, memoryLimit: '2GB' }));
  try {
    const { first, last } = stepsOf(decided, ingested);
    if (last - steps < first) throw new Refusal(`${steps} ${cadence}s cannot be watched`, [`ask for ${last - first}`]);
    const watched = Array.from({ length: steps }, (_, at) => last - steps + 1 + at);
    const asked = { steps: watched, lastMatured: ingested.calendar.lastMaturedStep };
    const seen = await stage('watch', () => watch(ingested, model, asked));
    const { version, parts: carried } = model as ModelInForce<ScoredParts>;
    return { ...seen, cadence, version: version.version, drift: carried.driftReference };
  } finally {
    ingested.lake.close();
  }
}
