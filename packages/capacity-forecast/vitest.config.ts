import { defineConfig, mergeConfig } from 'vitest/config';
import shared from '../../vitest.config.ts';

/** The small run is read and trained once a worker instead of once a file: its test files share their modules. */
const sharesModules = defineConfig({ test: { isolate: false } });

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default mergeConfig(shared, sharesModules);
