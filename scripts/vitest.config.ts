import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import shared from '../vitest.config.ts';

/** The template's tests are those of a package that is not there yet. */
const withoutTemplate = defineConfig({ test: { exclude: [...configDefaults.exclude, 'new-pipeline/template/**'] } });

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default mergeConfig(shared, withoutTemplate);
