import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import {
  inScratchFolder,
  oneOf,
  openPlaces,
  REPLAYED,
  toggle,
  type Verb,
  verb,
  wholeNumber,
} from '@applied-modeling/command';
import { CADENCES } from '../monitor/cadence.ts';
import type { ScoreDeclaration } from '../score/score-verb.ts';
import { type DrillSteps, drill } from './drill.ts';
import { costsOf, tellDrill } from './tell-drill.ts';

/** What a pipeline says of its drill. */
export interface DrillDeclaration extends Omit<ScoreDeclaration, 'load'> {
  readonly load: () => Promise<DrillSteps>;
}

/** `drill`: a bad model is promoted, found out and rolled back, in simulated time and in a registry of its own. */
export function drillVerb({ model, command, step: cadence, load }: DrillDeclaration): Verb {
  return verb({
    about: 'Promotes a bad model past a weakened gate, and shows who notices, when, and what it cost.',
    flags: {
      seed: wholeNumber('seed of the world', { from: 0, to: 2 ** 32 - 1, otherwise: 7 }),
      size: oneOf('size of the simulated world', ['small', 'medium', 'large'], 'medium'),
      json: toggle('print one JSON object on stdout instead of the screen'),
    },
    run: async ({ seed, size, json }, { places, progress, print, clock }) => {
      openPlaces(places, clock());
      const steps = await load();
      const found = await inScratchFolder(dirname(places.runs), REPLAYED, (dir) =>
        drill(steps, {
          ...{ model, command, cadence, steps: CADENCES[cadence].watched, seed, size, threads: availableParallelism() },
          ...{ simulate: steps.simulate, worldsDir: places.worlds, stage: progress.stage, dir, clock },
        }),
      );
      print(json ? `${JSON.stringify({ ...found, costs: costsOf(found) })}\n` : tellDrill(found));
      return 0;
    },
  });
}
