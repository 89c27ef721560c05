import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Vega and Vega-Lite from their builds for browsers, one file each, which leave what they export in the global scope. The
 * same code as modules is some 400 files that take half a second to load.
 */
export const { vega, vegaLite } = await loadBuilds();

type Builds = { vega: typeof import('vega'); vegaLite: typeof import('vega-lite') };

async function loadBuilds(): Promise<Builds> {
  for (const name of ['vega', 'vega-lite']) {
    const folder = dirname(createRequire(import.meta.url).resolve(name));
    await import(pathToFileURL(join(folder, `${name}.min.js`)).href);
  }
  return globalThis as unknown as Builds;
}
