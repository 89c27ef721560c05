import { describe, expect, test } from 'vitest';
import { signed } from '../src/format.ts';
import { type RunScreen, type RunTold, runScreen } from '../src/run-screen.ts';

const run = (cost: number, model = 'm') => ({
  fingerprints: { data: 'd', model },
  metrics: { cost },
  rows: { test: 40 },
  paths: { report_html: 'runs/a/report.html' },
  seconds: { total: 6.12 },
  peak_rss_mib: 1389,
});

const told: RunScreen<ReturnType<typeof run>> = {
  headline: 'Ranking: 40 decisions',
  blocks: [{ kind: 'facts', facts: [{ label: 'cost', value: '$1' }] }],
  judged: {
    ingested: { source: { kind: 'simulated', size: 'small', seed: 7 } },
    audit: { passed: true, checked: ['single feature'], findings: [] },
    gate: {
      passed: true,
      checks: [{ name: 'beats the rule', passed: true, reason: 'passed: found 0.2' }],
      skipped: [{ name: 'gap closed', why: 'there is no ceiling' }],
    },
  },
  registration: 'registered as version 2',
  run: run(1),
  previous: null,
  compared: { key: 'cost', name: 'cost', write: signed },
  openCommand: 'mlflow ui',
  command: 'pnpm ranking:train',
};

test('a run’s own figures come first, then verdicts, where to look and what to try', () => {
  expect(runScreen(told)).toBe(`
Ranking: 40 decisions (simulated small, seed 7)

  cost  $1

  audit  passed: 1 detectors, nothing found
  gate   passed: 1 of 1 checks
    · gap closed was not asked: there is no ceiling
  model  registered as version 2

  report  runs/a/report.html
  mlflow  mlflow ui
  took    6.1 s, 1,389 MiB

  try next                                      to see
  pnpm ranking:train --size small --plant-leak  the audit refuse a leak
  pnpm ranking:train --seed 10                  another world

`);
});

test('a run that was refused says by which detector, once, and in which columns', () => {
  const leak = (subject: string) => ({
    detector: 'single feature',
    subject,
    found: 'AUC 0.98',
    allowed: 'below 0.9',
    explanation: 'nothing honest knows so much',
    whatToDo: 'read it through asOf',
    severity: 'refused' as const,
  });
  const screen = runScreen({
    ...told,
    judged: {
      ...told.judged,
      audit: { passed: false, checked: ['single feature'], findings: [leak('crm_red'), leak('crm_lost')] },
      gate: {
        passed: false,
        checks: [{ name: 'audit passed', passed: false, reason: 'failed: found false; required true' }],
        skipped: [],
      },
    },
    previous: run(2),
  });
  expect(screen).toContain(`
  audit  REFUSED
    ✗ single feature
      crm_red: AUC 0.98
      crm_lost: AUC 0.98
      → read it through asOf
  gate   not passed: 0 of 1 checks
    ✗ audit passed: found false; required true
`);
  expect(screen).toContain('pnpm ranking:train --size small  the same world without the leak');
  expect(screen).not.toContain('last run');
});

describe('a run is compared with the last one', () => {
  const line = (previous: RunTold | null) =>
    /last run +(.*)/.exec(runScreen({ ...told, previous: previous as ReturnType<typeof run> | null }))?.[1];

  test.each([
    ['that does not exist', null, undefined],
    ['that found the same', run(1), 'identical: same data, model and figures'],
    ['that cost more', run(2), 'since the last of this seed and size: cost −1.000'],
    ['that had another model', run(1, 'other'), 'since the last of this seed and size: cost 0.000'],
  ])('%s', (_, previous, words) => {
    expect(line(previous)).toBe(words);
  });

  const compare = (before: Partial<RunTold>) => {
    const now = { ...run(1), resamples: [0.9, 1, 1.1] };
    const screen = runScreen({
      ...told,
      run: now,
      previous: { ...run(2), resamples: [1.8, 2, 2.2], ...before } as typeof now,
    });
    return screen.replaceAll(/\s+/g, ' ');
  };

  test('by a paired interval on the same test rows, and on no others', () => {
    // −0.9, −1 and −1.1: the 2.5 % and 97.5 % quantiles lie a twentieth of a step inside the ends.
    expect(compare({})).toContain('cost −1.000 [−1.095, −0.905], paired on the same test rows');
    expect(compare({ rows: { test: 41 } })).toContain('cost −1.000, on other test rows');
  });
});

test('own data are sent to the simulated world', () => {
  expect(
    runScreen({ ...told, judged: { ...told.judged, ingested: { source: { kind: 'files', dir: 'mine' } } } }),
  ).toContain('pnpm ranking:train  the simulated world, whose right answer is known');
});
