/**
 * What goes wrong in a lake, said in four parts: the subject, what was found, what was expected, what to do next.
 */

export interface Failure {
  /** The table, file or column concerned, e.g. `usage_daily version 3`. */
  readonly subject: string;
  readonly found: string;
  readonly expected: string;
  /** The next step, as an instruction to the reader. */
  readonly next: string;
}

/** A broken promise about a table, its log, its files or a query. */
export class LakeError extends Error implements Failure {
  readonly subject: string;
  readonly found: string;
  readonly expected: string;
  readonly next: string;

  constructor({ subject, found, expected, next }: Failure, options?: ErrorOptions) {
    super(`${subject}: found ${found}; expected ${expected}; ${next}`, options);
    this.name = 'LakeError';
    this.subject = subject;
    this.found = found;
    this.expected = expected;
    this.next = next;
  }
}

/** Another writer committed the version this one was about to write. Nothing of this write is visible. */
export class CommitConflict extends LakeError {
  readonly version: number;

  constructor(table: string, version: number) {
    super({
      subject: table,
      found: `version ${version} already committed by another writer`,
      expected: `version ${version - 1} to be the newest`,
      next: 'read the table again and repeat the write; nothing of this one was kept',
    });
    this.name = 'CommitConflict';
    this.version = version;
  }
}

/**
 * Runs a step that touches the disk or DuckDB and rewords what it throws.
 *
 * A full disk and a missing permission are told apart by their POSIX code (Node) or text (DuckDB), because each has its
 * own next step. A `LakeError` passes through untouched.
 */
export async function rewordFailures<T>(subject: string, expected: string, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof LakeError) throw cause;
    throw new LakeError({ subject, found: firstLine(cause), expected, next: nextStep(cause) }, { cause });
  }
}

function nextStep(cause: unknown): string {
  const text = `${(cause as NodeJS.ErrnoException).code ?? ''} ${cause}`;
  if (/ENOSPC|EDQUOT|No space left|quota exceeded/i.test(text))
    return 'free some disk space and repeat; the table is still at its old version';
  if (/EACCES|EPERM|EROFS|Permission denied|Read-only/i.test(text)) return 'make the directory writable for this user';
  if (/ENOTDIR|EEXIST|Not a directory/i.test(text)) return 'choose another directory: a file is in the way';
  if (/Conversion Error|Invalid Input/i.test(text)) return 'correct the value or cast it explicitly in the source SQL';
  return 'correct the cause named above and repeat';
}

/** The first line; of an error in a CSV file also the one that gives the reason, which is never the first. */
function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [first, ...others] = message.split('\n').map((line) => line.trim());
  const reason = others.find((line) => line !== '' && !line.startsWith('Original Line'));
  return /CSV (File )?Error|sniffing/.test(first) && reason !== undefined ? `${first} (${reason})` : first;
}
