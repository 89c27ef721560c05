/**
 * A store that cannot be read: a file that is missing, damaged or of another kind. The message names it and says what is
 * wrong; `advice` is what to do next.
 */
export class StoreError extends Error {
  constructor(message: string, advice = 'restore the file, or move the store aside and begin a new one') {
    super(`${message}; ${advice}`);
    this.name = 'StoreError';
  }
}
