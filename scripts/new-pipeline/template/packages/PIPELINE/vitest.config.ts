import { defineConfig, mergeConfig } from 'vitest/config';
import shared from '../../vitest.config.ts';

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default mergeConfig(shared, defineConfig({ test: { isolate: false /* one small run for all test files */ } }));
