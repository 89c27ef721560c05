import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { encodeParts, modelPart, type PartFiles, type PartValues, textPart, textParts } from '../src/model-part.ts';
import { readModelFolder } from '../src/read-model-folder.ts';
import { calibratorPart, driftReferencePart, labelContractPart } from '../src/usual-parts.ts';
import { planModelFolder, writeModelFolder } from '../src/write-model-folder.ts';
import { noon, scratchFolder } from './scratch.ts';

const parts = {
  calibrator: calibratorPart(),
  driftReference: driftReferencePart(),
  labelContract: labelContractPart,
  plan: modelPart('plan.json', z.object({ level: z.number(), shifts: z.record(z.string(), z.array(z.number())) })),
  sql: textPart('features.sql'),
  boosters: textParts('quantile-*.json'),
};

type Values = PartValues<typeof parts>;

/** JSON writes -0 as 0, so that is not asked for. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const numbers = fc.array(number, { maxLength: 5 });
const name = fc.stringMatching(/^[a-z0-9.]{1,8}$/);

const values: fc.Arbitrary<Values> = fc.record({
  calibrator: fc.oneof(
    fc.record({
      method: fc.constant('isotonic' as const),
      smoothed: fc.boolean(),
      margins: numbers,
      probabilities: numbers,
    }),
    fc.record({ method: fc.constant('platt' as const), slope: number, intercept: number }),
    fc.constant({ method: 'none' as const }),
  ),
  driftReference: fc.record({
    columns: fc.array(fc.record({ name: fc.string(), edges: numbers, shares: numbers }), { maxLength: 3 }),
  }),
  labelContract: fc.record({
    event: fc.string(),
    leadDays: number,
    windowDays: number,
    maturesAfterDays: number,
    ratio: number,
  }),
  plan: fc.record({ level: number, shifts: fc.dictionary(name, numbers, { noNullPrototype: true }) }),
  sql: fc.string(),
  boosters: fc.dictionary(name, fc.string(), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
});

const options = {
  model: { kind: 'rule', rule: { rank: 'a' } },
  featureNames: ['a'],
  featureFingerprint: 'f00d',
  runId: '0'.repeat(32),
  createdAt: noon,
} as const;

/** A folder in memory: what was planned to be written is what is read. */
function asRead(extraFiles: Readonly<Record<string, string>>): PartFiles {
  const files = planModelFolder({ ...options, extraFiles });
  return { dir: 'm', files: [...files.keys()], text: (file) => String(files.get(file)) };
}

test('what training writes, scoring reads: every value of every part survives the folder', () => {
  fc.assert(
    fc.property(values, (value) => {
      const folder = asRead(encodeParts(parts, value));
      for (const [key, part] of Object.entries(parts)) expect(part.decode(folder)).toEqual(value[key as keyof Values]);
    }),
  );
});

const example: Values = {
  calibrator: { method: 'platt', slope: 1, intercept: 0 },
  driftReference: { columns: [{ name: 'a', edges: [0.5], shares: [0.4, 0.5, 0.1] }] },
  labelContract: { event: 'gone', leadDays: 1, windowDays: 2, maturesAfterDays: 3, prices: { idle: 1 } },
  plan: { level: 0.8, shifts: { all: [0.1] } },
  sql: 'SELECT 1',
  boosters: { '0.1': '{}', '0.9': '[]' },
};

test('a folder on disk gives back its parts, typed', async () => {
  const dir = scratchFolder();
  await writeModelFolder(dir, { ...options, extraFiles: encodeParts(parts, example) });
  const folder = await readModelFolder(dir, { fingerprint: 'f00d' });
  expect(folder.files).toEqual(expect.arrayContaining(['calibrator.json', 'quantile-0.1.json', 'quantile-0.9.json']));
  const found = folder.parts(parts);
  expect(found).toEqual(example);
  const slope: number | undefined = found.calibrator.method === 'platt' ? found.calibrator.slope : undefined;
  expect(slope).toBe(1);
});

describe('damage is told in words, with the name of the file', () => {
  test('one that is missing', async () => {
    const dir = scratchFolder();
    await writeModelFolder(dir, { ...options, extraFiles: {} });
    const folder = await readModelFolder(dir, { fingerprint: 'f00d' });
    expect(() => folder.parts({ calibrator: parts.calibrator })).toThrow(
      /holds no calibrator.json; it holds rule.json/,
    );
    expect(() => folder.parts({ boosters: parts.boosters })).toThrow(
      'holds no quantile-*.json; register the model again',
    );
  });

  test.each([
    ['{"method":"platt","slope":1}', 'calibrator.json is damaged (intercept:'],
    ['{"method":"beta"}', 'calibrator.json is damaged (method:'],
    ['{', 'calibrator.json is not JSON'],
  ])('one that says %s', (text, words) => {
    expect(() => parts.calibrator.decode(asRead({ 'calibrator.json': text }))).toThrow(`model folder m: ${words}`);
  });

  test('one that was edited', async () => {
    const dir = scratchFolder();
    await writeModelFolder(dir, { ...options, extraFiles: encodeParts(parts, example) });
    await writeFile(join(dir, 'plan.json'), '{"level":0.9,"shifts":{}}');
    await expect(readModelFolder(dir, { fingerprint: 'f00d' })).rejects.toThrow(
      /plan.json is damaged.*register the model/,
    );
  });
});

test('what would not come back as it was is refused before it is written', () => {
  const { plan } = parts;
  expect(() => plan.encode({ level: Number.NaN, shifts: {} })).toThrow('model part: plan.json is damaged (level:');
  const more = { level: 1, shifts: {}, forgotten: true };
  expect(() => plan.encode(more)).toThrow('model part plan.json: its schema drops or changes what is written');
});
