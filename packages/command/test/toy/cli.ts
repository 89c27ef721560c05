import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandLine, inScratchFolder, oneOf, text, trainVerb, verb, wholeNumber } from '../../src/index.ts';

/** A pipeline that takes milliseconds: the verbs of `coins` ask how often a coin that is not quite fair shows heads. */
export const { main } = await commandLine(import.meta.url, {
  name: 'coins',
  question: 'How often does it show heads?',
  verbs: {
    train: trainVerb({
      plantLeak: 'look at the coin, and watch the audit refuse the run',
      flags: { engine: oneOf('what counts', ['count', 'guess']) },
      load: async () => (await import('./pipeline.ts')).steps,
    }),
    count: verb({
      about: 'Counts on stdout.',
      flags: { upTo: wholeNumber('where to stop', { from: 1, to: 1e6, otherwise: 3 }) },
      run: async ({ upTo }, { print }) => {
        for (let n = 1; n <= upTo; n++) print(`${n}\n`);
        return 0;
      },
    }),
    toss: verb({
      about: 'Says what was tossed.',
      argument: { takes: 'COIN', about: 'what to toss' },
      flags: { by: text('who tosses', 'NAME') },
      run: async ({ by = 'nobody' }, { print }, coin) => {
        print(`${coin} by ${by}\n`);
        return 0;
      },
    }),
    hold: verb({
      about: 'Holds a scratch folder, and counts until it is ended.',
      flags: {},
      run: (_, { places, print }) =>
        inScratchFolder(dirname(places.mlruns), '.held-', async () => {
          for (let n = 1; ; n++) {
            print(`${n}\n`);
            await wait(20);
          }
        }),
    }),
  },
});
