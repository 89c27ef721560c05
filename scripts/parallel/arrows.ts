import { importsOf, isPipeline, type Package, packageOf } from './sources.ts';

/** Whom a library may stand on. A structural type costs less than a new arrow; a new arrow is a decision record. */
const LIBRARY_ARROWS: Readonly<Record<string, readonly string[]>> = {
  'feature-store': ['lakehouse', 'evaluation'],
  report: ['evaluation'],
  learned: ['evaluation', 'gbm', 'tracking'],
  lifecycle: ['command', 'evaluation', 'feature-store', 'lakehouse', 'report', 'tracking'],
};

/** Pipelines stand on libraries; no pipeline on a pipeline, no library on one either. */
export function findArrows(packages: readonly Package[]): string[] {
  const pipelines = packages.filter(isPipeline).map(({ name }) => name);
  return packages.flatMap((one) => {
    const mayUse = (other: string) =>
      other === one.name ||
      (isPipeline(one) ? !pipelines.includes(other) : (LIBRARY_ARROWS[one.name] ?? []).includes(other));
    const why = isPipeline(one)
      ? 'no pipeline imports a pipeline'
      : `${one.name} may import ${(LIBRARY_ARROWS[one.name] ?? ['no other package']).join(' and ')}`;
    return usesOf(one)
      .filter(({ other }) => !mayUse(other))
      .map(({ file, other }) => `packages/${one.name}/${file}: imports ${other}; ${why}`);
  });
}

/** What the sources import and what package.json asks for; tests may borrow. */
function usesOf(one: Package): { readonly file: string; readonly other: string }[] {
  const sources = [...one.files].filter(([file]) => file.startsWith('src/') || isPipeline(one));
  const imported = sources.flatMap(([file, source]) =>
    importsOf(file, source).flatMap((found) => {
      const other = packageOf(found);
      return other === undefined ? [] : [{ file, other }];
    }),
  );
  return [...one.dependsOn.map((other) => ({ file: 'package.json', other })), ...imported];
}
