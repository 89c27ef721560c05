import type { Package } from './sources.ts';

const MOST_ROOT_FILES = 12;
const MOST_LINES = { src: 4500, world: 1300, rest: 3200 };

export interface Size {
  readonly rootFiles: number;
  readonly src: number;
  readonly world: number;
}

/** Files at the root of src/, and lines of its TypeScript as `wc -l` counts them. */
export function sizeOf({ files }: Package): Size {
  const sources = [...files].filter(([file]) => file.startsWith('src/'));
  const lines = (prefix: string) =>
    sources.reduce((sum, [file, source]) => sum + (file.startsWith(prefix) ? source.split('\n').length - 1 : 0), 0);
  const rootFiles = sources.filter(([file]) => file.split('/').length === 2).length;
  return { rootFiles, src: lines('src/'), world: lines('src/world/') };
}

/** A listing is read before any file is: label, features, prices, incumbent, settings, tables, domain, pipeline, answer, cli, index and one more. */
export function findCrowdedRoots(one: Package): string[] {
  const { rootFiles } = sizeOf(one);
  if (rootFiles <= MOST_ROOT_FILES) return [];
  return [`src: ${rootFiles} files at its root, at most ${MOST_ROOT_FILES}; move what has a folder or a library there`];
}

/** A pipeline is read in an afternoon, and its world is less than a third of it. */
export function findLongPipelines(one: Package): string[] {
  const { src, world } = sizeOf(one);
  const parts = [
    ['src', src, MOST_LINES.src],
    ['src/world', world, MOST_LINES.world],
    ['src without its world', src - world, MOST_LINES.rest],
  ] as const;
  return parts
    .filter(([, lines, most]) => lines > most)
    .map(
      ([part, lines, most]) =>
        `${part}: ${lines} lines, at most ${most}; move what a second pipeline needs to a library`,
    );
}
