import { Refusal } from '@applied-modeling/command';
import { type ModelVersion, openFileStore, verifyModelFolder } from '@applied-modeling/tracking';
import type { Governed } from './standing-now.ts';

/** Who promotes what, and why. */
export interface Promotion {
  /** The challenger, when left out. */
  readonly version: number | undefined;
  readonly by: string;
  readonly because: string;
  /** Although the gate refused it. The reason is kept, with what the gate had said. */
  readonly isOverride: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Makes a version the champion. Its evidence is asked once more, at the moment it counts: the gate's verdict on its evaluated twin, a
 * run that ended and passed its audit, and a folder whose files are what they were when they were registered. What was refused stays
 * refused unless somebody overrides it by name.
 *
 * @returns what was done, in one sentence
 */
export async function promote(mlrunsDir: string, governed: Governed, promotion: Promotion): Promise<string> {
  const { registry, name, standing } = governed;
  const version = await candidateOf(governed, promotion.version);
  const was = standing.champion === null ? 'nothing' : `version ${standing.champion}`;
  if (version.version === standing.champion) return `version ${version.version} of ${name} is champion already`;
  await verifyModelFolder(version.dir);
  const doubts = version.version === standing.rule ? [] : await doubtsAbout(mlrunsDir, version);
  if (doubts.length > 0 && !promotion.isOverride)
    throw new Refusal(`version ${version.version} of ${name} is not promoted; champion stays ${was}`, [
      ...doubts.map(({ about, why }) => `${about}: ${why}`),
      'train one that passes, or take it upon yourself: --override',
    ]);
  const { at, by, because } = promotion;
  const reason = doubts.length > 0 ? `override: ${because} (${doubts.map(({ about }) => about).join(', ')})` : because;
  await registry.setAlias(name, 'champion', version.version, { at, by, reason });
  return `version ${version.version} of ${name} is champion now, ${was} was; the next scoring uses it`;
}

async function candidateOf({ registry, name, standing }: Governed, wanted: number | undefined): Promise<ModelVersion> {
  if (wanted !== undefined) return registry.version(name, wanted);
  if (standing.challenger !== null) return registry.version(name, standing.challenger);
  const newest = (await registry.versions(name)).at(-1)!;
  const why = newest.tags.gate === 'failed' ? [`the gate refused version ${newest.version}, the newest`] : [];
  throw new Refusal(`${name} has no challenger`, [...why, 'name a version: --version N (see history)']);
}

/** What speaks against a version. */
async function doubtsAbout(
  mlrunsDir: string,
  { tags, runId }: ModelVersion,
): Promise<readonly { readonly about: string; readonly why: string }[]> {
  const run = await openFileStore(mlrunsDir).readRun(runId);
  const failed = Object.entries(tags).filter(
    ([key, reason]) => key.startsWith('gate.') && reason.startsWith('failed: '),
  );
  return [
    ...failed.map(([key, reason]) => ({
      about: `gate, ${key.slice('gate.'.length)}`,
      why: reason.slice('failed: '.length),
    })),
    ...(tags.gate === 'passed' || failed.length > 0 ? [] : [{ about: 'gate', why: 'none has passed it' }]),
    ...(run.status === 'FINISHED' ? [] : [{ about: 'run', why: `it ended as ${run.status}` }]),
    ...(run.tags['audit.passed'] === 'true' ? [] : [{ about: 'audit', why: 'its run did not pass' }]),
  ];
}
