import { defineConfig, mergeConfig } from 'vitest/config';
import shared from '../../vitest.config.ts';

/** The small run is read and trained once a worker instead of once a file, and what it wrote goes with the worker. */
const removesScratch = defineConfig({ test: { setupFiles: ['./test/remove-scratch.ts'] } });

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default mergeConfig(shared, removesScratch);
