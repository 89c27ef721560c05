import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AskedTables, readSource } from '../src/index.ts';
import { crmAccounts, march, temporaryDir, temporaryLake, usageDaily, usageRows } from './fixture.ts';

/** Planned to be looked at on the ninth day. */
const asked: AskedTables<{ readonly now: number; readonly steps: number }> = {
  required: [usageDaily],
  optional: [crmAccounts],
  facts: usageDaily,
  history: { step: 'day', row: 'day', minimum: { steps: 2, because: 'one day to learn from, one to judge by' } },
  plan: (_, steps) => ({ now: march(9).getTime(), steps }),
};

const USAGE = 'account_id,usage_date,dbu,region,available_at\n';
const row = (id: string, day: number, known: number) => `${id},2025-03-0${day},1,eu,2025-03-0${known}T06:00:00Z\n`;
const TWO_DAYS = row('a', 2, 3) + row('a', 3, 4);
const read = (dir: string, more: Partial<typeof asked> = {}) =>
  readSource({ kind: 'files', dir, lakeDir: join(dir, 'lake') }, { ...asked, ...more }, { threads: 1 });

function ownFiles(files: Readonly<Record<string, string>>): string {
  const dir = join(temporaryDir(), 'own');
  mkdirSync(dir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

async function tablesOf(outcome: ReturnType<typeof read>) {
  const found = await outcome;
  if (found.kind === 'refused') throw new Error(`${found.subject}: ${found.problems.join('; ')}`);
  found.tables.lake.close();
  return found.tables;
}

test('a world is planned over its weeks, in the steps asked for, and read as it was known by then; own files of the same rows are the same', async () => {
  const lake = await temporaryLake();
  await lake.create(usageDaily, { committedAt: march(31) });
  await lake.append(usageDaily, usageRows(['a', 2, 1, 3], ['a', 3, 1, 4], ['a', 4, 1, 20]), { committedAt: march(31) });
  const truthDir = '/worlds/w/truth';
  const world = { lakeDir: lake.dir, truthDir, weeks: 1, clock: { epoch: 0 }, generator: 'abc' };
  const simulated = await tablesOf(
    readSource({ kind: 'simulated', seed: 7, size: 'small', world }, asked, { threads: 1 }),
  );
  expect(simulated).toMatchObject({ calendar: { steps: 7 }, rows: { usage_daily: 2 }, truthDir, notes: [] });
  expect(simulated.source).toEqual({ kind: 'simulated', seed: 7, size: 'small', generator: 'abc' });
  const own = await tablesOf(read(ownFiles({ 'usage_daily.csv': USAGE + TWO_DAYS })));
  expect(own).toMatchObject({ calendar: { steps: 2 }, truthDir: null, source: { kind: 'files' } });
  expect(own.fingerprint).toBe(simulated.fingerprint);
  expect(own.notes).toEqual([expect.stringMatching(/^crm_accounts: no crm_accounts\.csv/)]);
});

test('a world that is too short for the windows is refused in words', async () => {
  const lake = await temporaryLake();
  const world = { lakeDir: lake.dir, truthDir: null, weeks: 1, clock: { epoch: 0 }, generator: 'abc' };
  const history = { ...asked.history, minimum: { steps: 8, because: 'four days to learn from, four to judge by' } };
  const source = { kind: 'simulated', seed: 7, size: 'small', world } as const;
  expect(await readSource(source, { ...asked, history }, { threads: 1 })).toMatchObject({
    kind: 'refused',
    problems: [expect.stringMatching(/^it has 7 days, expected at least 8: four days to learn from/)],
  });
});

test('an absent table is what stands in for it, over the history that was found', async () => {
  const standIns = (epoch: number, steps: number) => ({ crm_accounts: `(SELECT ${epoch} AS epoch, ${steps} AS days)` });
  const { rows } = await tablesOf(read(ownFiles({ 'usage_daily.csv': USAGE + TWO_DAYS }), { standIns }));
  expect(rows).toEqual({ usage_daily: 2, crm_accounts: 1 });
});

test.each([
  ['files that break a contract', {}, /was not read; nothing was written$/, [/^usage_daily: no usage_daily\.csv/]],
  [
    'a history that is too short, and ids that match nothing, both at once',
    { 'usage_daily.csv': USAGE + row('a', 2, 3), 'crm_accounts.csv': 'account_id,owner\nb,x\n' },
    /was not used$/,
    [/1 whole days of history .* at least 2: one day to learn from/, /use the same ids in both/, /add these rows/],
  ],
  [
    'rows that became known only when nobody could use them',
    {
      'usage_daily.csv': (USAGE + TWO_DAYS).replaceAll(/2025-03-0(.)T/g, '2025-06-0$1T'),
      'crm_accounts.csv': 'account_id,owner\na,x\n',
    },
    /was not used$/,
    [/^usage_daily: available_at of 2 of its 2 rows is more than 28 days after usage_date/],
  ],
])('refuses %s', async (_, files: Readonly<Record<string, string>>, subject, problems) => {
  const dir = ownFiles(files);
  const outcome = await read(dir, { entities: crmAccounts });
  expect(outcome).toEqual({
    kind: 'refused',
    subject: expect.stringMatching(subject),
    problems: problems.map((problem) => expect.stringMatching(problem)),
  });
  expect(existsSync(join(dir, 'lake', 'usage_daily'))).toBe(Object.keys(files).length > 0);
});

test('it is said what nobody knows without a table that is absent, and nothing of one that is there', async () => {
  const unknownWithout = [
    [crmAccounts, 'without crm_accounts nobody knows who owns them'],
    [usageDaily, 'never said'],
  ] as const;
  const { notes } = await tablesOf(read(ownFiles({ 'usage_daily.csv': USAGE + TWO_DAYS }), { unknownWithout }));
  expect(notes).toEqual([expect.stringMatching(/^crm_accounts: no/), unknownWithout[0][1]]);
});

test.each([
  [{ where: 'dbu > 5', words: 'accounts use more than they may' }, '1 accounts use more than they may, such as b'],
  [{ having: 'count(DISTINCT region) > 1', words: 'accounts move' }, '1 accounts move, such as a'],
])('rows that cannot all be true are refused, with examples: %o', async (contradiction, words) => {
  const rows = `${USAGE}${TWO_DAYS.replace('eu', 'us')}${row('b', 2, 3).replace(',1,', ',6,')}`;
  const contradictions = [{ of: usageDaily, id: 'account_id', ...contradiction }];
  expect(await read(ownFiles({ 'usage_daily.csv': rows }), { contradictions })).toMatchObject({
    kind: 'refused',
    problems: [`usage_daily: ${words}`],
  });
});
