import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { tableFromIPC } from 'apache-arrow';
import { expect, it } from 'vitest';
import { saveTrainingSet } from '../../src/training-set/save-training-set.ts';
import { scratch } from '../scratch.ts';
import { splitSmall } from '../small-world.ts';

it('saves every row, label and feature of the training set, as apache-arrow reads them', async () => {
  const { ingested, set } = await splitSmall();
  ingested.lake.close();
  const path = join(scratch('arrow'), 'training-set.arrow');
  await saveTrainingSet(path, set);
  const table = tableFromIPC(readFileSync(path));
  expect(table.numRows).toBe(set.rows);
  for (const [index, name] of set.names.entries()) {
    const saved = table.getChild(name)!.toArray();
    expect(isDeepStrictEqual(saved, set.columns[index]), name).toBe(true);
  }
  const row = 12_345;
  const { account_id, decided_at, label, weight, week } = table.get(row)!.toJSON();
  expect([account_id, Number(decided_at)]).toEqual([set.accountId[row], set.decidedAt[row]]);
  expect([label, weight, week]).toEqual([set.y[row], set.weight[row], set.week[row]]);
  expect(JSON.parse(table.schema.metadata.get('training_set')!).fingerprint).toBe(set.fingerprint);
});
