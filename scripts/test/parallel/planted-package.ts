import type { Package } from '../../parallel/sources.ts';

/** A package that exists in the test alone; as a pipeline it has one stage. */
export function planted(name: string, files: Readonly<Record<string, string>>, dependsOn: string[] = []): Package {
  return { name, files: new Map(Object.entries(files)), dependsOn, readme: '' };
}

export const pipeline = (
  name: string,
  files: Readonly<Record<string, string>> = {},
  dependsOn: string[] = [],
): Package => planted(name, { 'src/stages/1-ingest.ts': '', ...files }, dependsOn);
