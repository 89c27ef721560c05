import { expect, test } from 'vitest';
import { type Copy, findCopies } from '../../parallel/copies.ts';
import { pipeline } from './planted-package.ts';

/** Ten lines that count; the lone brackets do not. */
const MONEY = `export function netOf(queue: Queue, accounts: number): number {
  const held = queue.rows.filter((row) => row.isHeld);
  let net = 0;
  for (const row of held) {
    if (row.label === 'collapse') net += 120;
    else net -= 4;
  }
  const share = net / accounts;
  if (share > 0.5) return 1;
  return share;
}
export const nobody = netOf(empty, 1);
`;

/** The same with every noun, text and number renamed. */
const DOLLARS = `export function costOf(plan: Plan, regions: number): number {
  const short = plan.weeks.filter((week) => week.isShort);
  let cost = 7;
  for (const week of short) {
    if (week.outcome === 'unmet') cost += 3.5;
    else cost -= 60;
  }
  const mean = cost / regions;
  if (mean > 0.9) return 2;
  return mean;
}
export const nothing = costOf(none, 0);
`;

function copies(one: string, other: string, file = 'src/report/money.ts'): Copy[] {
  return findCopies(pipeline('churn', { [file]: one }), pipeline('capacity', { [file]: other }));
}

test('ten lines are a copy whatever their nouns are called, and say where they stand', () => {
  expect(copies(MONEY, `\n// Dollars.\n${DOLLARS}`)).toEqual([
    { one: 'packages/churn/src/report/money.ts:1', other: 'packages/capacity/src/report/money.ts:3', lines: 10 },
  ]);
});

test.each([
  ['nine lines', MONEY.replace(/^export const nobody.*\n/m, '')],
  ['another keyword', MONEY.replace('let net', 'const net')],
  ['another operator', MONEY.replace('net / accounts', 'net * accounts')],
  ['a statement between them', MONEY.replace('let net', 'begin();\n  let net')],
])('%s is none', (_, source) => {
  expect(copies(source, DOLLARS)).toEqual([]);
});

test.each([
  ['comments', MONEY.replace('let net', '/* What is kept.\n   In dollars. */\n  // from 0\n  let net')],
  ['blank lines', MONEY.replaceAll('\n', '\n\n')],
  ['imports', `import {\n  type Queue,\n  rows,\n} from './queue.ts';\n${MONEY}`],
  [
    'types',
    MONEY.replace('export const nobody', 'interface Held {\n  readonly isHeld: boolean;\n}\nexport const nobody'),
  ],
])('%s neither make a copy nor hide one', (_, source) => {
  expect(copies(source, DOLLARS).map(({ lines }) => lines)).toEqual([10]);
});

test('a longer run is told once, the longest first', () => {
  const twice = `${MONEY}${MONEY}`;
  expect(copies(twice, twice).map(({ lines }) => lines)).toEqual([20, 10, 10]);
});

test('contracts and settings may look alike, and so may types', () => {
  expect(copies(MONEY, DOLLARS, 'src/tables.ts')).toEqual([]);
  expect(copies(MONEY, DOLLARS, 'src/settings.ts')).toEqual([]);
  const fields = Array.from({ length: 20 }, (_, i) => `  readonly field${i}: number;`).join('\n');
  expect(copies(`export interface A {\n${fields}\n}`, `interface B {\n${fields}\n}`)).toEqual([]);
});

test('tests are not compared: they may show the same thing twice', () => {
  expect(copies(MONEY, DOLLARS, 'test/money.test.ts')).toEqual([]);
});
