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

it('tells slates, what they are worth, what the log can say, and why one score is what it is', async () => {
  const page = await pageOf(evaluation);
  const drawn = page.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'figure' ? [block.name] : [])),
  );
  expect(drawn).toEqual([
    ...['repeats', 'new-tasks', 'sensitivity', 'position-bias', 'reliability', 'what-the-model-uses'],
    'one-score',
  ]);
  expect(renderMarkdown(page)).not.toMatch(/NaN|undefined|Infinity|null/);
});

it('speaks of no truth where there is none', async () => {
  const text = renderMarkdown(await pageOf(await evaluate(set, fits, { truthDir: null, seed: 7 })));
  expect(text).not.toMatch(/NaN|undefined|Infinity|null|knows what each is worth \|/);
  expect(text).toContain('on your own data nobody knows what else would have helped');
});
