import { type Import, importsOf, type Package } from './sources.ts';

const TRUTH = '(truth|truthHourly|truthWeekly|TRUTH_TABLES)';
const MAY_READ_TRUTH = /^src\/(stages\/6-evaluate\.ts|(world|failure-modes|evaluation)\/.+)$/;
const MAY_IMPORT_WORLD = /^src\/(index\.ts|stages\/6-evaluate\.ts|(world|failure-modes|evaluation)\/.+)$/;
const WORLD_MAY_IMPORT = /^src\/(label|prices|incumbent|tables|world\/.+)\.ts$/;

/** The hidden truth is read where a model is judged, and where it is made. */
export function findReadersOfTruth({ files }: Package): string[] {
  return sourcesBut(files, MAY_READ_TRUTH).flatMap(([file, source]) =>
    importsOf(file, source)
      .filter((found) => bringsTruth(found, source))
      .map(
        ({ from }) =>
          `${file}: imports the truth from ${from}; only 6-evaluate, the world and the failure modes may read it`,
      ),
  );
}

/** Contracts named truth stand beside others in tables.ts, which everyone may take whole: `import * as tables` brings it where `tables.truth` is used. */
function bringsTruth({ from, names }: Import, source: string): boolean {
  if (from !== 'src/tables.ts')
    return /^src\/(evaluation\/(ceilings|truth)|world\/(truth-records|truth-tables|oracle))\.ts$/.test(from);
  const [, namespace] = /^\* as (\w+)$/.exec(names) ?? [];
  if (namespace === undefined) return names === '*' || new RegExp(`\\b${TRUTH}\\b`).test(names);
  return new RegExp(`\\b${namespace}\\.${TRUTH}\\b|\\b${TRUTH}\\b.*= ${namespace}\\b`).test(source);
}

/**
 * The world stands on the problem (its label, prices, incumbent and tables) and nothing of the answer stands on the world, so
 * that a person's own data can take its place.
 */
export function findWorldArrows({ files }: Package): string[] {
  const arrowsOf = ([file, source]: readonly [string, string]) =>
    importsOf(file, source).filter(({ from }) => from.startsWith('src/'));
  const outOfWorld = sourcesBut(files, /^src\/(?!world\/)/).flatMap((entry) =>
    arrowsOf(entry)
      .filter(({ from }) => !WORLD_MAY_IMPORT.test(from))
      .map(({ from }) => `${entry[0]}: imports ${from}; a world knows label, prices, incumbent and tables alone`),
  );
  const intoWorld = sourcesBut(files, MAY_IMPORT_WORLD).flatMap((entry) =>
    arrowsOf(entry)
      .filter(({ from }) => from.startsWith('src/world/'))
      .map(({ from }) => `${entry[0]}: imports ${from}; define it outside of world/, which imports it from there`),
  );
  return [...outOfWorld, ...intoWorld];
}

function sourcesBut(files: Package['files'], except: RegExp): (readonly [string, string])[] {
  return [...files].filter(([file]) => file.startsWith('src/') && !except.test(file));
}
