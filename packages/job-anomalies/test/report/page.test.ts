import { renderMarkdown } from '@applied-modeling/report';
import { expect, it } from 'vitest';
import { audit } from '../../src/evaluation/audit.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import type { JudgedRun } from '../../src/pipeline.ts';
import { composeReport } from '../../src/report/page.ts';
import { metricsOf } from '../../src/report/run-files.ts';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { evaluation, folds, ingested, model, set } from '../small-run.ts';

const pageOf = async (judged: typeof evaluation) => {
  const found = audit({ set, folds, evaluation: judged, model });
  const told = { evaluation: judged, audit: found, gate: judgeGate(judged, found) };
  const standing = { rule: null, champion: null, challenger: null };
  const run = { ...told, standing, ingested, set, model, refit: model, runDir: '', runId: 'a', modelFingerprint: 'b' };
  return composeReport(run as JudgedRun, metricsOf(run as JudgedRun, { seconds: {}, peak_rss_mib: 0 }));
};
const figuresOf = ({ sections }: Awaited<ReturnType<typeof pageOf>>) =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'figure' ? [block.name] : [])));

it('tells one page before any figure of all, and draws ten figures', async () => {
  const page = await pageOf(evaluation);
  expect(figuresOf(page)).toEqual([
    ...['one-incident', 'queue-length', 'sensitivity', 'pages-by-day', 'pages-by-team', 'time-to-detect'],
    ...['explained-away', 'what-the-model-uses', 'one-score', 'reliability'],
  ]);
  const text = renderMarkdown(page);
  expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
  expect(text).toMatch(/a (regression|bad node) made \d+ runs take \d\.\d times what they should/);
  expect(text).toContain('This says why, not what to change');
});

it('speaks of no truth where there is none', async () => {
  const page = await pageOf(await evaluate(set, model, { truthDir: null, seed: 7 }));
  const text = renderMarkdown(page);
  expect(figuresOf(page)).toHaveLength(10);
  expect(text).not.toMatch(/NaN|undefined|Infinity|null|observable ceiling \||luck alone/);
  expect(text).toContain('the right page with the largest excess');
  expect(text).toContain('On your own data nobody knows');
});

it('speaks of a model that paged for nobody', async () => {
  const { paging } = evaluation;
  const teams = paging.load.teams.map((team) => ({ ...team, pages: 0, byDay: team.byDay.map(() => 0) }));
  const silent = { modelPages: Uint32Array.of(), incident: null, explainedAway: null, load: { ...paging.load, teams } };
  const page = await pageOf({ ...evaluation, paging: { ...paging, ...silent } });
  expect(figuresOf(page)).toEqual([
    ...['queue-length', 'sensitivity', 'pages-by-day', 'time-to-detect', 'reliability'],
  ]);
});
