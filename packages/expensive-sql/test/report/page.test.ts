import { renderMarkdown } from '@applied-modeling/report';
import { expect, it } from 'vitest';
import { audit } from '../../src/evaluation/audit.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import type { JudgedRun } from '../../src/pipeline.ts';
import { composePage } from '../../src/report/page.ts';
import { metricsOf } from '../../src/report/run-files.ts';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { evaluation, fits, folds, ingested, model, set } from '../small-run.ts';

const pageOf = async (judged: typeof evaluation) => {
  const audited = audit({ set, folds, evaluation: judged });
  const run = {
    ...{ set, model, refit: model, ingested, evaluation: judged, audit: audited, gate: judgeGate(judged, audited) },
    ...{ standing: { rule: null, champion: null, challenger: null }, runDir: '', runId: 'a', modelFingerprint: 'b' },
  } as JudgedRun;
  return composePage(run, metricsOf(run, { seconds: {}, peak_rss_mib: 0 }));
};
const drawn = ({ sections }: Awaited<ReturnType<typeof pageOf>>) =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'figure' ? [block.name] : [])));

it('tells what a decision is worth before how well it ranks, and draws what people ask for', async () => {
  const page = await pageOf(evaluation);
  expect(drawn(page)).toEqual([
    ...['break-even', 'sensitivity', 'precision-recall', 'what-the-model-uses', 'one-score', 'reliability'],
    'statistics-age',
  ]);
  expect(renderMarkdown(page)).not.toMatch(/NaN|undefined|Infinity|null/);
});

it('speaks of no truth where there is none', async () => {
  const text = renderMarkdown(await pageOf(await evaluate(set, fits, { truthDir: null, seed: 7 })));
  expect(text).not.toMatch(/NaN|undefined|Infinity|null|observable ceiling \|/);
  expect(text).toContain('On your own data nobody knows');
});
