import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { surveyCsv } from '../src/survey-csv.ts';
import { temporaryDir } from './fixture.ts';

const surveyOf = (content: string | Buffer) => {
  const path = join(temporaryDir(), 't.csv');
  writeFileSync(path, content);
  return surveyCsv(path);
};

test('a header and rows as RFC 4180 has them', () => {
  const { header, rows } = surveyOf('a,"b ""c"", d",\n1,#2,\n"x\n,y","",C#\n');
  expect(header).toEqual(['a', 'b "c", d', '']);
  expect(rows).toBe(2);
  for (const text of ['a,b\r\n1,2\r\n3,4\r\n', '\ufeffa,b\n1,2\n3,4', 'a,b\n\n1,2\n\n\n3,4\n\n']) {
    expect(surveyOf(text)).toMatchObject({ header: ['a', 'b'], rows: 2 });
  }
});

test('the line of a row counts blank lines and those within quotes', () => {
  const { rows, lineOf } = surveyOf('a,"b\nb"\n\n1,2\n3,"4\n\n4"\n\n5,6');
  expect(Array.from({ length: rows }, (_, row) => lineOf(row))).toEqual([4, 5, 9]);
  expect([0, 1].map(surveyOf('a\n1\n2\n').lineOf)).toEqual([2, 3]);
});

describe('what is not CSV is refused by its line', () => {
  const H = 'a,b,c\n1,2,3\n';
  test.each<[string, string | Buffer, string]>([
    ['a wider row', `${H}1,2,3,4\n`, 'line 3: found 4 values; expected 3, one for each name of the header "a,b,c"'],
    ['two exports in one', `${'a,b\n'.repeat(1001)}a,b,c\n1,2,3\n`, 'line 1002: found 3 values; expected 2'],
    ['an empty value more', `${H}1,2,3,\n`, 'line 3: found 4 values; expected 3'],
    ['a shorter row', `${H}\n1,2\n`, 'line 4: found 2 values; expected 3'],
    [
      'a note above the header',
      `# note\n${H}`,
      'line 2: found 3 values; expected 1, one for each name of the header "# note"',
    ],
    ['a blank line first', `\n${H}`, 'line 1: found a blank line; expected the header'],
    ['a blank line of one column', 'a\n1\n\n2\n', 'line 3: found a blank line; expected 1'],
    ['nothing', '', 'line 1: found an empty file; expected the header'],
    ['a quote left open', `${H}1,"2,3\n4,5,6\n`, 'line 3: found a quote that is never closed (value 2)'],
    ['a quote closed early', `${H}1,"2"2,3\n`, 'line 3: found more after a closing quote (value 2)'],
    ['a quote inside', `${H}1,5" pipe,3\n`, 'line 3: found a quote inside (value 2)'],
    ['a quote after a space', `${H}1, "2",3\n`, 'line 3: found a quote inside (value 2)'],
    ['endings that change', `${H}1,2,3\r\n`, 'line 3: found CRLF at its end; expected LF, as on the lines before'],
    ['endings that change back', 'a,b\r\n1,2\n', 'line 2: found LF at its end; expected CRLF, as on the lines before'],
    [
      'returns alone',
      'a,b\r1,2\r',
      'line 1: found a carriage return alone (value 2); expected lines that end in LF or CRLF',
    ],
    ['a zero byte', `${H}1,a\0b,3\n`, 'line 3: found a zero byte (value 2); expected text in UTF-8'],
    ['Latin-1', Buffer.from(`${H}1,Zürich,3\n`, 'latin1'), 'line 3: found bytes that are not UTF-8'],
    ['UTF-16', Buffer.from(`\ufeff${H}`, 'utf16le'), ': found text in UTF-16; expected CSV as plain text'],
    ['a gzip archive', gzipSync(H), ': found a gzip archive; expected CSV as plain text; unpack it'],
    ['a zip archive', 'PK\x03\x04…', ': found a zip archive'],
    ['Parquet', 'PAR1…', ': found a Parquet file'],
  ])('%s', (_, content, message) => {
    expect(() => surveyOf(content)).toThrow(message);
  });
});

test('a file of many megabytes is read in pieces that end with a line', () => {
  const text = `${'é'.repeat(40)},"${'x'.repeat(60)}\n"\n`;
  const { rows, lineOf } = surveyOf(`a,b\n${text.repeat(60_000)}`); // 8.6 MB
  expect([rows, lineOf(59_999)]).toEqual([60_000, 120_000]);
});
