import { expect, test } from 'vitest';
import { yamlText } from '../src/yaml-file.ts';

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
