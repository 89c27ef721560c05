import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { readSql } from '../src/index.ts';

const file = pathToFileURL(join(mkdtempSync(join(tmpdir(), 'read-sql-')), 'label.sql'));
writeFileSync(file, "SELECT x::DOUBLE, INTERVAL ':days DAYS' FROM t WHERE d < :days_after AND d >= :days");

test('fills every place of a value, whole names only, and leaves casts alone', () => {
  const sql = "SELECT x::DOUBLE, INTERVAL '3 DAYS' FROM t WHERE d < 14 AND d >= 3";
  expect(readSql(file, { days: 3, days_after: 14 })).toBe(sql);
});

test('refuses a value that the text has no place for: the text forgot a setting', () => {
  expect(() => readSql(file, { days: 3, weeks: 2 })).toThrow(
    'label.sql: found no :weeks, expected a place for each value',
  );
});
