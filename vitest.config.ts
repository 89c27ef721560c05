import { defineConfig } from 'vitest/config';

/**
 * What the tests of every package share. One limit for all, and a generous one: a test that trains takes seconds on a quiet
 * machine and a minute on a loaded one. scripts/test/time-limits.test.ts refuses a lower limit of a test's own.
 *
 * Sources are loaded as a run loads them: vitest would rewrite each use of an import into a look-up, which doubles what loops over
 * millions of draws take. The test files of a worker share their modules: loading the engine anew for each file took longer than its
 * tests, and a small run is trained once a worker.
 */
// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    isolate: false,
    execArgv: ['--import', 'tsx'],
    server: { deps: { external: [/\/packages\/[^/]+\/src\//] } },
  },
});
