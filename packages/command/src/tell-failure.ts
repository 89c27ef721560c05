import { Refusal } from './refusal.ts';

/**
 * A person's mistake is told in words; only a mistake of ours shows where it happened.
 *
 * A failure of another library is known by its shape, so that none has to be imported: whoever knows what to do `next`, or says
 * what was found, what was expected and what to do about it, has written for a person. What the operating system refuses (a disk that is full, a folder that is read-only) is the same to
 * every library that writes, so here alone it is said what to do.
 */
export function tellFailure(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const { code, path, syscall, next } = failure as NodeJS.ErrnoException & { readonly next?: unknown };
  if (failure instanceof Refusal || typeof next === 'string' || SAYS_ALL.test(failure.message)) return failure.message;
  if (typeof syscall !== 'string') return failure.stack ?? failure.message;
  const where = path === undefined || failure.message.includes(path) ? '' : ` '${path}'`;
  const remedy = REMEDIES[code ?? ''];
  return `${failure.message}${where}${remedy === undefined ? '' : `; ${remedy}`}`;
}

const SAYS_ALL = /: found .*, expected .*; /s;

const ELSEWHERE = 'or set APPLIED_MODELING_HOME to another folder';
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: `free some disk space and run again, ${ELSEWHERE}`,
  EDQUOT: `free some of your disk quota and run again, ${ELSEWHERE}`,
  EACCES: `give this user access to it, ${ELSEWHERE}`,
  EPERM: `give this user access to it, ${ELSEWHERE}`,
  EROFS: `it is read-only: make it writable, ${ELSEWHERE}`,
};

/** Of tables: a failure that names all four of what is concerned, found, expected and next. */
export function isTableFailure(failure: unknown): failure is Error {
  const parts = failure as Record<string, unknown>;
  return (
    failure instanceof Error &&
    ['subject', 'found', 'expected', 'next'].every((part) => typeof parts[part] === 'string')
  );
}
