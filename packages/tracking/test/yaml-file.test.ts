import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readYaml, yamlText } from '../src/yaml-file.ts';
import { scratchFolder } from './scratch.ts';

// yaml.safe_dump({'name': s}) of PyYAML 6.0.4 writes the first six without quotes, for they are text to it;
// yaml.safe_load('name: =') raises: found no constructor for tag:yaml.org,2002:value, and so does `<<`
const ambiguous = ['08', '1e-3', '12e4567', '0o17', '1e5', '09.5', '=', '<<', '0x1F', '.inf', '+1', '1_0'];
test.each(ambiguous)('the name %j is quoted, and read as it was written', async (name) => {
  const path = join(scratchFolder(), 'meta.yaml');
  await writeFile(path, yamlText({ name, status: 3 }));
  expect(await readFile(path, 'utf8')).toBe(`name: '${name}'\nstatus: 3\n`);
  for (const version of ['1.1', '1.2'] as const)
    expect(parse(await readFile(path, 'utf8'), { version }).name).toBe(name);
});

test.each(['08', '1e-3', '12e4567', '0o17', '1e5', '09.5'])('the unquoted %s of PyYAML is text', async (name) => {
  const path = join(scratchFolder(), 'meta.yaml');
  await writeFile(path, `end_time: null\nname: ${name}\nratio: 1.0e-05\nstatus: 3\n`);
  const schema = z.object({ end_time: z.null(), name: z.string(), ratio: z.number(), status: z.number() });
  expect(await readYaml(path, schema, 'run')).toEqual({ end_time: null, name, ratio: 1e-5, status: 3 });
});

// for s in ['yes','1_000','2026-11-22','1:30','0b1','~','']: print(type(yaml.safe_load(s)).__name__)   (PyYAML 6.0.3)
// bool int date int int NoneType NoneType: none of them text, so all must be quoted
test.each(['yes', '1_000', '2026-11-22', '1:30', '0b1', '~', '', '123456789012345678'])(
  'the text %j is quoted',
  (text) => {
    expect(yamlText({ name: text })).toBe(`name: '${text}'\n`);
  },
);

test('plain words and None stay plain, null is written out', () => {
  expect(yamlText({ stage: 'None', model_id: null, status: 3 })).toBe('stage: None\nmodel_id: null\nstatus: 3\n');
});
