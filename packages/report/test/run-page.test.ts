import { expect, test } from 'vitest';
import { type PageRun, paragraph, renderMarkdown, runPage } from '../src/index.ts';

const run: PageRun = {
  runId: 'r1',
  ingested: { rows: { tosses: 100 }, versions: {}, notes: [], source: { kind: 'simulated', size: 'small', seed: 7 } },
  audit: { passed: true, checked: [], findings: [], notApplicable: [], singleFeatureAucs: [] },
  gate: { passed: true, checks: [], skipped: [] },
  modelFingerprint: 'm',
};
const metrics = { fingerprints: { data: 'd', features: 'f', model: 'm' }, rows: { test: 50 } };
const pageSaying = (text: string, glossary: Readonly<Record<string, string>> = {}) =>
  renderMarkdown(
    runPage(run, metrics, {
      ...{ title: 'Which coin?', source: '../src', judged: 'tosses', champion: 'the rule', offer: 'It is better.' },
      ...{ tiles: [], audited: { noticedAuc: 0.75 }, made: [], glossary },
      sections: [{ title: 'What was found', blocks: [paragraph(text)] }],
    }),
  );

test('usual terms are defined where a page says them, and nowhere else', () => {
  const page = pageSaying('The slope is 1, after isotonic regression.');
  expect(page).toContain('> **slope**: how far apart the predicted chances lie');
  expect(page).toContain('> **isotonic**: a step function');
  expect(page).not.toContain('> **Platt**');
});

test('a page defines a term in its own way, and terms of its own', () => {
  const page = pageSaying('A coin with a slope.', { slope: 'of the table', coin: 'round' });
  expect(page).toContain('> **slope**: of the table');
  expect(page).toContain('> **coin**: round');
});

test('says where the tables came from, how much was judged, and what it was made of', () => {
  const page = pageSaying('Nothing.');
  expect(page).toContain('simulated world, size small, seed 7: 50 tosses');
  expect(page).toContain('Run r1; data d, features f, model m.');
});
