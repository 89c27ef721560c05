import { Refusal } from './refusal.ts';

/**
 * A person's mistake is told in words; only a mistake of ours shows where it happened.
 *
 * A failure of another library is known by its shape, so that none has to be imported: whoever knows what to do `next` has
 * written for a person.
 */
export function tellFailure(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const { code, syscall, next } = failure as NodeJS.ErrnoException & { readonly next?: unknown };
  // A folder that is read-only or a file, a disk that is full: the operating system refused.
  const isTold = failure instanceof Refusal || typeof next === 'string' || typeof syscall === 'string';
  if (!isTold) return failure.stack ?? failure.message;
  return code === 'ENOSPC' ? `${failure.message}; free some disk space and run again` : failure.message;
}

/** Of tables: a failure that names all four of what is concerned, found, expected and next. */
export function isTableFailure(failure: unknown): failure is Error {
  const parts = failure as Record<string, unknown>;
  return (
    failure instanceof Error &&
    ['subject', 'found', 'expected', 'next'].every((part) => typeof parts[part] === 'string')
  );
}
