/** A store that cannot be read: a file that is missing, damaged or of another kind. The message names it and says what is wrong. */
export class StoreError extends Error {
  constructor(message: string) {
    super(`${message}; restore the file, or move the store aside and begin a new one`);
    this.name = 'StoreError';
  }
}
