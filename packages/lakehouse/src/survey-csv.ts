/**
 * What a CSV file holds, looked at byte by byte before the engine reads it: a header, and rows as wide as it.
 *
 * The format is RFC 4180 and nothing else: UTF-8, commas, double quotes around a whole value, a quote within doubled, one kind of
 * line ending. An engine that guesses cuts `C#` at a comment sign or leaves out the rows it takes for a title; here a file that
 * keeps to the format is read as written, and any other is refused by its line. A gigabyte takes about three seconds.
 */

import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { LakeError } from './errors.ts';

export interface CsvSurvey {
  /** The names in the first line, as written. */
  readonly header: readonly string[];
  /** Rows below the header; blank lines are none. */
  readonly rows: number;
  /** The line on which a row begins: the header is line 1, the first row below it is row 0. */
  readonly lineOf: (row: number) => number;
}

/** Throws a `LakeError` that names the first line which is not as it should be. */
export function surveyCsv(path: string): CsvSurvey {
  let header: readonly string[] | undefined;
  let rows = 0;
  let lastLine = 1;
  walkRecords(path, (line, values, chunk, start, end) => {
    lastLine = line;
    if (header === undefined) {
      if (values === 0) throw faultAt(path, line, 'a blank line', 'the header', 'delete it');
      header = valuesOf(chunk.toString('utf8', start, end));
      return;
    }
    if (values === 0 && header.length > 1) return;
    if (values !== header.length) throw otherWidth(path, line, values, header);
    rows++;
  });
  if (header === undefined)
    throw faultAt(path, 1, 'an empty file', 'the header', 'write the names of the columns first');
  const isOneLineEach = lastLine === rows + 1;
  return { header, rows, lineOf: (row) => (isOneLineEach ? row + 2 : findLine(path, row)) };
}

function findLine(path: string, row: number): number {
  let found = 0;
  let record = -1;
  walkRecords(path, (line, values) => {
    if (values > 0 && record++ === row) found = line;
  });
  return found;
}

/**
 * A record begins on `line` and has so many values, a blank line none. Its text lies between two bytes of a chunk, as far as it is
 * in one: that of the first record always is.
 */
type Visit = (line: number, values: number, chunk: Buffer, start: number, end: number) => void;

const [LF, CR, QUOTE, COMMA] = [0x0a, 0x0d, 0x22, 0x2c];
const isSpecial = new Uint8Array(256);
for (const byte of [0, LF, CR, QUOTE, COMMA]) isSpecial[byte] = 1;

/** Where in a value the next byte lies. */
const [START, PLAIN, QUOTED, CLOSED] = [0, 1, 2, 3];

/** Calls `visit` with each record. No closure may hold a variable of the loop: it would be four times as slow. */
function walkRecords(path: string, visit: Visit): void {
  let [line, firstLine, values, at, endings] = [1, 1, 1, START, ''];
  for (const chunk of chunksOfLines(path)) {
    if (!isUtf8(chunk)) throw otherEncoding(path, line, chunk);
    const size = chunk.length;
    let start = 0;
    for (let i = 0; i < size; ) {
      const from = i;
      while (i < size && isSpecial[chunk[i]] === 0) i++;
      if (i > from && at !== QUOTED) {
        if (at === CLOSED) throw faultIn(path, line, values, 'closed');
        at = PLAIN;
      }
      if (i === size) break;
      const byte = chunk[i++];
      if (byte === 0) throw faultIn(path, line, values, 'zero');
      if (at === QUOTED) {
        if (byte === QUOTE) at = CLOSED;
        else if (byte === LF) line++;
      } else if (byte === COMMA) {
        values++;
        at = START;
      } else if (byte === QUOTE) {
        if (at === PLAIN) throw faultIn(path, line, values, 'quote');
        at = QUOTED;
      } else if (byte === CR) {
        if (i === size || chunk[i] !== LF) throw faultIn(path, line, values, 'return');
      } else {
        const ending = i > 1 && chunk[i - 2] === CR ? 'CRLF' : 'LF';
        if (endings === '') endings = ending;
        if (endings !== ending) throw mixedEndings(path, line, ending, endings);
        visit(firstLine, values === 1 && at === START ? 0 : values, chunk, start, i - ending.length / 2);
        firstLine = ++line;
        values = 1;
        at = START;
        start = i;
      }
    }
    if (at !== QUOTED && start < size) visit(firstLine, values, chunk, start, size);
  }
  if (at === QUOTED) throw faultIn(path, firstLine, values, 'open');
}

const FAULTS = {
  closed: ['more after a closing quote', 'a comma or the end of the line', 'double the quotes within a value'],
  zero: ['a zero byte', 'text in UTF-8', 'save the file as UTF-8'],
  quote: ['a quote inside', 'quotes around a whole value', 'write "5"" pipe" for 5" pipe'],
  return: ['a carriage return alone', 'lines that end in LF or CRLF', 'save the file with such line endings'],
  open: ['a quote that is never closed', 'quotes in pairs', 'close it, or double it within a value'],
} as const;

function faultIn(path: string, line: number, values: number, fault: keyof typeof FAULTS): LakeError {
  const [found, expected, next] = FAULTS[fault];
  return faultAt(path, line, `${found} (value ${values})`, expected, next);
}

function otherWidth(path: string, line: number, values: number, header: readonly string[]): LakeError {
  const names = header.join(',');
  const found = values === 0 ? 'a blank line' : `${values} value${values === 1 ? '' : 's'}`;
  const expected = `${header.length}, one for each name of the header "${names.length > 60 ? `${names.slice(0, 59)}…` : names}"`;
  return faultAt(path, line, found, expected, 'give every line all values, and quote those that hold a comma');
}

const CHUNK_BYTES = 4 << 20;

/** The file in pieces that end with a line; the last may not. A piece is overwritten by the next. */
function* chunksOfLines(path: string): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = openSync(path, 'r');
  try {
    let kept = 0;
    for (let isFirst = true; ; isFirst = false) {
      const read = readSync(file, buffer, kept, CHUNK_BYTES - kept, null);
      const filled = buffer.subarray(0, kept + read);
      if (isFirst) refuseOtherFormats(path, filled);
      const end = read === 0 ? filled.length : filled.lastIndexOf(LF) + 1;
      if (end === 0 && filled.length === CHUNK_BYTES) {
        const next = 'check that its lines end in LF or CRLF';
        throw new LakeError({ subject: path, found: 'four megabytes without a line feed', expected: 'lines', next });
      }
      const isMarked = isFirst && filled.subarray(0, 3).equals(BYTE_ORDER_MARK);
      if (end > 0) yield filled.subarray(isMarked ? 3 : 0, end);
      if (read === 0) return;
      kept = filled.length - end;
      buffer.copyWithin(0, end, filled.length);
    }
  } finally {
    closeSync(file);
  }
}

const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

/** First bytes of what is often named `.csv` and is none. */
const OTHER_FORMATS: Readonly<Record<string, string>> = {
  '504b0304': 'a zip archive',
  '1f8b': 'a gzip archive',
  '28b52ffd': 'a zstd archive',
  '50415231': 'a Parquet file',
  fffe: 'text in UTF-16',
  feff: 'text in UTF-16',
};

function refuseOtherFormats(path: string, bytes: Buffer): void {
  const start = bytes.toString('hex', 0, 4);
  const other = Object.entries(OTHER_FORMATS).find(([magic]) => start.startsWith(magic));
  if (other === undefined) return;
  const next = 'unpack it, or save it as CSV in UTF-8';
  throw new LakeError({ subject: path, found: other[1], expected: 'CSV as plain text', next });
}

function otherEncoding(path: string, firstLine: number, chunk: Buffer): LakeError {
  let line = firstLine;
  for (let start = 0; start < chunk.length; line++) {
    const end = chunk.indexOf(LF, start);
    if (end < 0 || !isUtf8(chunk.subarray(start, end))) break;
    start = end + 1;
  }
  return faultAt(path, line, 'bytes that are not UTF-8', 'text in UTF-8', 'save the file as UTF-8');
}

function mixedEndings(path: string, line: number, found: string, expected: string): LakeError {
  const next = 'save the file with one kind of line ending';
  return faultAt(path, line, `${found} at its end`, `${expected}, as on the lines before`, next);
}

function faultAt(path: string, line: number, found: string, expected: string, next: string): LakeError {
  return new LakeError({ subject: `${path} line ${line}`, found, expected, next });
}

/** The values of a well-formed record. */
function valuesOf(record: string): string[] {
  return [...`${record},`.matchAll(/("(?:[^"]|"")*"|[^",]*),/g)].map(([, value]) =>
    value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value,
  );
}
