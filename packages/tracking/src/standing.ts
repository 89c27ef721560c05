/**
 * What is in force before a run, and after it. Asked before the work begins, it also finds the store that could not take the
 * run's record at the end: a deleted experiment, a damaged alias.
 */

import { resolve } from 'node:path';
import { findExperiment } from './file-store.ts';
import { openRegistry } from './registry.ts';

/** Numbers of versions; null where there is none. */
export type Standing = {
  /** The version that is the rule in force before any model. */
  readonly rule: number | null;
  readonly champion: number | null;
  readonly challenger: number | null;
};

/** @throws StoreError when a run of this name could not be recorded */
export async function readStanding(mlrunsDir: string, name: string): Promise<Standing> {
  await findExperiment(resolve(mlrunsDir), name);
  const registry = openRegistry(mlrunsDir);
  return {
    rule: (await registry.first(name))?.version ?? null,
    champion: await registry.readAlias(name, 'champion'),
    challenger: await registry.readAlias(name, 'challenger'),
  };
}

/** Who is champion, in words: the rule by its name, until somebody moved the alias, and then a version. */
export function championName({ rule, champion }: Standing, ruleName: string): string {
  return champion === null || champion === rule ? ruleName : `version ${champion}`;
}
