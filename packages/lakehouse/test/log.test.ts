import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LakeError } from '../src/index.ts';
import { commitPath } from '../src/log.ts';
import { dataFilePath } from '../src/snapshot.ts';
import { march, temporaryLake, usageDaily, usageRows } from './fixture.ts';

const lake = await temporaryLake();
let dir: string;

beforeEach(async () => {
  dir = lake.tableDir('usage_daily');
  rmSync(dir, { recursive: true, force: true });
  await lake.create(usageDaily, { committedAt: march(1) });
  await lake.append(usageDaily, usageRows(['b', 2, 1.5, 3], ['a', 1, 2, 4]), { committedAt: march(5) });
});

const lines = (version: number) =>
  readFileSync(commitPath(dir, version), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the log is what the protocol asks for, line by line', () => {
  test('version 0 says what the table is', () => {
    const [info, protocol, metaData, ...rest] = lines(0);
    expect(rest).toEqual([]);
    expect(info).toEqual({
      commitInfo: {
        timestamp: Date.UTC(2025, 2, 1),
        operation: 'CREATE TABLE',
        operationParameters: { partitionBy: '[]' },
        isBlindAppend: true,
        engineInfo: 'applied-modeling-lakehouse/0.1.0',
      },
    });
    expect(protocol).toEqual({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } });
    expect(metaData).toEqual({
      metaData: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/),
        name: 'usage_daily',
        description: 'one row per account per day',
        format: { provider: 'parquet', options: {} },
        schemaString:
          '{"type":"struct","fields":[' +
          '{"name":"account_id","type":"string","nullable":false,"metadata":{}},' +
          '{"name":"usage_date","type":"date","nullable":false,"metadata":{}},' +
          '{"name":"dbu","type":"decimal(18,3)","nullable":false,"metadata":{}},' +
          '{"name":"region","type":"string","nullable":true,"metadata":{}},' +
          '{"name":"available_at","type":"timestamp","nullable":false,"metadata":{}}]}',
        partitionColumns: [],
        configuration: {},
        createdTime: Date.UTC(2025, 2, 1),
      },
    });
  });

  test('version 1 says what came, with statistics', () => {
    const [info, add, ...rest] = lines(1);
    const size = expect.any(Number);
    expect(rest).toEqual([]);
    expect(info.commitInfo).toEqual({
      timestamp: Date.UTC(2025, 2, 5),
      operation: 'WRITE',
      operationParameters: { mode: 'Append', partitionBy: '[]' },
      readVersion: 0,
      isBlindAppend: false,
      operationMetrics: { numFiles: '1', numOutputRows: '2', numOutputBytes: String(add.add.size) },
      engineInfo: 'applied-modeling-lakehouse/0.1.0',
    });
    expect({ ...add.add, stats: JSON.parse(add.add.stats) }).toEqual({
      path: expect.stringMatching(/^part-[0-9a-f-]{36}\.parquet$/),
      partitionValues: {},
      size,
      modificationTime: Date.UTC(2025, 2, 5),
      dataChange: true,
      stats: {
        numRecords: 2,
        minValues: {
          account_id: 'a',
          usage_date: '2025-03-01',
          dbu: 1.5,
          region: 'eu',
          available_at: '2025-03-03T06:00:00.000Z',
        },
        maxValues: {
          account_id: 'b',
          usage_date: '2025-03-02',
          dbu: 2,
          region: 'eu',
          available_at: '2025-03-04T06:00:00.000Z',
        },
        nullCount: { account_id: 0, usage_date: 0, dbu: 0, region: 0, available_at: 0 },
      },
    });
  });

  test('an overwrite removes before it adds, and a write of no rows adds nothing', async () => {
    const [oldFile] = lake.snapshot('usage_daily').files;
    await lake.overwrite(usageDaily, usageRows(['c', 1, 1, 4]), {
      committedAt: march(6),
      txn: { appId: 'job', version: 1 },
    });
    const [info, txn, removed, added, ...rest] = lines(2);
    expect(rest).toEqual([]);
    expect(info.commitInfo.operationParameters.mode).toBe('Overwrite');
    expect(txn).toEqual({ txn: { appId: 'job', version: 1 } });
    expect(removed.remove).toEqual({
      path: oldFile.path,
      deletionTimestamp: Date.UTC(2025, 2, 6),
      dataChange: true,
      extendedFileMetadata: true,
      partitionValues: {},
      size: oldFile.size,
    });
    expect(added.add.path).not.toBe(oldFile.path);
    await lake.append(
      usageDaily,
      { sql: `SELECT * FROM (${usageRows(['d', 1, 1, 4]).sql}) WHERE false` },
      { committedAt: march(7) },
    );
    expect(lines(3)).toHaveLength(1);
  });

  test('unknown actions and fields are ignored', () => {
    appendFileSync(
      commitPath(dir, 1),
      '{"domainMetadata":{"domain":"d"}}\n{"commitInfo":{"timestamp":1,"novel":{}}}\n',
    );
    expect(lake.snapshot('usage_daily')).toMatchObject({ version: 1, files: { length: 1 } });
  });
});

describe('damage is named, with the next step', () => {
  const damage = (): LakeError => {
    try {
      lake.snapshot('usage_daily');
    } catch (failure) {
      return failure as LakeError;
    }
    throw new Error('the damage went unnoticed');
  };
  const dataFile = () => dataFilePath(dir, lines(1)[1].add.path);

  test('no log', () => {
    rmSync(join(dir, '_delta_log'), { recursive: true });
    expect(damage()).toMatchObject({
      subject: dir,
      found: 'no _delta_log directory',
      next: expect.stringContaining('create the table'),
    });
  });

  test('an empty log', () => {
    rmSync(commitPath(dir, 0));
    rmSync(commitPath(dir, 1));
    expect(damage()).toMatchObject({ found: 'an empty _delta_log' });
  });

  test('a gap in the versions', async () => {
    await lake.append(usageDaily, usageRows(['c', 1, 1, 4]), { committedAt: march(6) });
    rmSync(commitPath(dir, 1));
    expect(damage()).toMatchObject({
      found: 'version 2 where 1 should be',
      next: expect.stringContaining('00000000000000000001.json'),
    });
  });

  test('a truncated line', () => {
    const path = commitPath(dir, 1);
    truncateSync(path, readFileSync(path).length - 40);
    expect(damage()).toMatchObject({ subject: `${path} line 2`, expected: 'one complete JSON action a line' });
  });

  test('a first commit without metaData', () => {
    writeFileSync(commitPath(dir, 0), '{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}\n');
    expect(damage()).toMatchObject({ found: 'no metaData action' });
  });

  test('a data file that is gone', () => {
    const path = dataFile();
    rmSync(path);
    expect(damage()).toMatchObject({ subject: path, found: 'no such file' });
  });

  test('a data file of another size', () => {
    const path = dataFile();
    truncateSync(path, 100);
    expect(damage()).toMatchObject({ subject: path, found: '100 bytes' });
  });

  test('a protocol or feature this reader does not know', () => {
    const path = commitPath(dir, 1);
    appendFileSync(
      path,
      '{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":[]}}\n',
    );
    expect(damage()).toMatchObject({ found: 'reader version 3 with deletionVectors' });
  });

  test('a protocol this writer does not know can be read but not written', async () => {
    appendFileSync(commitPath(dir, 1), '{"protocol":{"minReaderVersion":1,"minWriterVersion":4}}\n');
    expect(lake.snapshot('usage_daily').version).toBe(1);
    await expect(lake.append(usageDaily, usageRows(['c', 1, 1, 4]), { committedAt: march(6) })).rejects.toThrow(
      'writer version 4',
    );
  });

  test('an append-only table refuses to lose rows', async () => {
    const [, , { metaData }] = lines(0);
    metaData.configuration = { 'delta.appendOnly': 'true' };
    appendFileSync(commitPath(dir, 1), `${JSON.stringify({ metaData })}\n`);
    await expect(lake.overwrite(usageDaily, usageRows(['c', 1, 1, 4]), { committedAt: march(6) })).rejects.toThrow(
      'delta.appendOnly',
    );
    await expect(lake.append(usageDaily, usageRows(['c', 1, 1, 4]), { committedAt: march(6) })).resolves.toMatchObject({
      version: 2,
    });
  });
});
