/**
 * The Delta log on disk: `_delta_log/00000000000000000000.json`, one file a version.
 *
 * Read synchronously: the log is a handful of small files, and so a relation stays a plain string. The log is read
 * whole, from version 0; checkpoints are neither written nor read, and a log that begins later is refused.
 */

import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Action, type Commit, formatActions, parseAction } from './actions.ts';
import { CommitConflict, LakeError } from './errors.ts';

const COMMIT_FILE = /^(\d{20})\.json$/;

export function logDir(tableDir: string): string {
  return join(tableDir, '_delta_log');
}

export function commitPath(tableDir: string, version: number): string {
  return join(logDir(tableDir), `${String(version).padStart(20, '0')}.json`);
}

/** Whether the directory holds a table, in whatever state. */
export function tableExists(tableDir: string): boolean {
  return existsSync(logDir(tableDir));
}

/** Whether a creation was killed, or is under way in another process: a log without a commit, and no data beside it. */
export function isUnfinished(tableDir: string): boolean {
  return tableExists(tableDir) && readdirSync(tableDir).length === 1 && commitsIn(tableDir).length === 0;
}

/**
 * The commits 0 … `upTo` (default: all), oldest first.
 *
 * A commit is dated by its own words, or else by its file. A clock that went back counts as standing still: a version holds the
 * rows of all before it, so time travel to an instant between may not find it.
 *
 * Throws a `LakeError` when there is no log, when a version is missing in the middle, when the wanted one does not
 * exist, or when a commit cannot be parsed.
 */
export function readLog(tableDir: string, upTo?: number): Commit[] {
  const versions = listVersions(tableDir);
  const newest = versions.length - 1;
  if (upTo !== undefined && !(Number.isInteger(upTo) && upTo >= 0 && upTo <= newest)) {
    throw new LakeError({
      subject: tableDir,
      found: `versions 0 to ${newest}`,
      expected: `version ${upTo}`,
      next: 'ask for a version that was committed',
    });
  }
  let timestamp = Number.NEGATIVE_INFINITY;
  return versions.slice(0, (upTo ?? newest) + 1).map((version) => {
    const actions = readActions(commitPath(tableDir, version));
    timestamp = Math.max(timestamp, timestampOf(actions, commitPath(tableDir, version)));
    return { version, timestamp, actions };
  });
}

/**
 * Commits a version if nobody has: put-if-absent.
 *
 * A hard link fails when its name exists, so of two writers exactly one gets the version; a rename would silently
 * replace the other's commit. The temporary file is synced first: a commit is either absent or complete.
 */
export function putCommit(tableDir: string, version: number, actions: readonly Action[], writerId: string): void {
  const path = commitPath(tableDir, version);
  const temporary = join(logDir(tableDir), `.${writerId}.tmp`);
  try {
    const file = openSync(temporary, 'w');
    try {
      writeSync(file, formatActions(actions));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    linkSync(temporary, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw new CommitConflict(tableDir, version);
    throw cause;
  } finally {
    if (existsSync(temporary)) unlinkSync(temporary);
  }
}

function listVersions(tableDir: string): number[] {
  if (!tableExists(tableDir)) {
    throw new LakeError({
      subject: tableDir,
      found: 'no _delta_log directory',
      expected: 'a Delta table',
      next: 'create the table first, or check the directory',
    });
  }
  const versions = commitsIn(tableDir);
  const gap = versions.findIndex((version, index) => version !== index);
  if (versions.length === 0 || gap !== -1) {
    const missing = Math.max(gap, 0);
    throw new LakeError({
      subject: tableDir,
      found: versions.length === 0 ? 'an empty _delta_log' : `version ${versions[missing]} where ${missing} should be`,
      expected: 'commits 0, 1, 2, … without a gap (logs shortened after a checkpoint are not supported)',
      next: `restore ${commitPath(tableDir, missing)} from a copy of the table`,
    });
  }
  return versions;
}

/** Ascending. */
function commitsIn(tableDir: string): number[] {
  return readdirSync(logDir(tableDir))
    .map((name) => COMMIT_FILE.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function timestampOf(actions: readonly Action[], path: string): number {
  const info = actions.find(({ commitInfo }) => commitInfo)?.commitInfo;
  return info?.inCommitTimestamp ?? info?.timestamp ?? Math.round(statSync(path).mtimeMs);
}

function readActions(path: string): Action[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [parseAction(line)];
    } catch (cause) {
      const failure = {
        subject: `${path} line ${index + 1}`,
        found: `${line.length} characters that are no Delta action: ${line.slice(0, 60)}`,
        expected: 'one complete JSON action a line',
        next: 'restore the file from a copy; later versions cannot be read without it',
      };
      throw new LakeError(failure, { cause });
    }
  });
}
