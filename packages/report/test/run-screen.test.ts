import { describe, expect, test } from 'vitest';
import { type RunScreen, type RunTold, runScreen } from '../src/run-screen.ts';

const run = (cost: number, model = 'm') => ({
  fingerprints: { data: 'd', model },
  metrics: { cost },
  paths: { report_html: 'runs/a/report.html' },
  seconds: { total: 6.12 },
  peak_rss_mib: 1389,
});

const told: RunScreen<ReturnType<typeof run>> = {
  headline: 'Ranking: 40 decisions',
  blocks: [{ kind: 'facts', facts: [{ label: 'cost', value: '$1' }] }],
  audit: { passed: true, checked: ['single feature'], findings: [] },
  gate: {
    passed: true,
    checks: [{ name: 'beats the rule', passed: true, reason: 'passed: found 0.2' }],
    skipped: [{ name: 'gap closed', why: 'there is no ceiling' }],
  },
  registration: 'registered as version 2',
  run: run(1),
  previous: null,
  tellChange: (before, now) => `cost ${before.metrics.cost} → ${now.metrics.cost}`,
  openCommand: 'mlflow ui',
  command: 'pnpm ranking:train',
  isOwnData: false,
};

test('a run’s own figures come first, then verdicts, where to look and what to try', () => {
  expect(runScreen(told)).toBe(`
Ranking: 40 decisions

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
  pnpm ranking:train --seed 8                   a world nobody tuned to

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
    audit: { passed: false, checked: ['single feature'], findings: [leak('crm_red'), leak('crm_lost')] },
    gate: {
      passed: false,
      checks: [{ name: 'audit passed', passed: false, reason: 'failed: found false; required true' }],
      skipped: [],
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
    ['that cost more', run(2), 'since the last of this seed and size: cost 2 → 1'],
    ['that had another model', run(1, 'other'), 'since the last of this seed and size: cost 1 → 1'],
  ])('%s', (_, previous, words) => {
    expect(line(previous)).toBe(words);
  });
});

test('own data are sent to the simulated world', () => {
  expect(runScreen({ ...told, isOwnData: true })).toContain(
    'pnpm ranking:train  the simulated world, whose right answer is known',
  );
});
