/**
 * A store that cannot be read: a file that is missing, damaged or of another kind. The message names it and says what is
 * wrong; `next` is what to do.
 */
export class StoreError extends Error {
  /** What to do, as an instruction to the reader. */
  readonly next: string;

  constructor(message: string, next = 'restore the file, or move the store aside and begin a new one') {
    super(`${message}; ${next}`);
    this.next = next;
    this.name = 'StoreError';
  }
}
