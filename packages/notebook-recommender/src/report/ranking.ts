import type { SampledMetric, SlateRung } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent } from '@applied-modeling/report';
import type { PageSlice } from '../evaluation/slices.ts';
import type { JudgedRun } from '../pipeline.ts';

/** How good slates are: on all pages, and apart where a task repeats and where it is new. */
export async function rankingSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { ladder, slices, shipping, gapClosed, sampled, judgedBy, retrieval } = evaluation;
  const { bestSimpler, modelMinusBest, modelEarnsItsPlace, ships } = shipping;
  const verdict = `Trees − ${bestSimpler.name}, the best simpler rung that was learnt, is ${estimate(modelMinusBest)} of NDCG@5: ${modelEarnsItsPlace ? 'more than noise' : 'no more than noise'}, so ${ships.name} ships.`;
  const gap =
    gapClosed === null
      ? 'Judged by what people opened, which is kind to whatever was shown: on your own data nobody knows what else would have helped.'
      : `It goes ${percent(gapClosed, 0)} of the way from the rule to an oracle who knows what every notebook is worth. How far anybody could go who sees what can be seen, nobody can compute: tastes and tasks are continuous, so there is no sum over the states a user might be in.`;
  const found = `Retrieval finds ${percent(retrieval.all)} of what the best five of the permitted catalogue are worth; what it misses no order can mend.`;
  return {
    title: 'How good are the slates?',
    code: ['stages/6-evaluate.ts', 'evaluation/pages.ts', 'candidates.ts'],
    blocks: [
      report.paragraph(`${verdict} ${gap} ${found}`),
      ...(judgedBy === 'truth' ? await kindFigures(ladder) : []),
      ladderTable(ladder),
      sliceTable(slices),
      sampledTable(sampled),
    ],
  };
}

/** Most recently used wins where a task repeats, tables in common where it is new: a blend has to know which it is. */
function kindFigures(ladder: readonly SlateRung[]): Promise<readonly report.Block[]> {
  const drawn = KINDS.map(({ name, kind, metric, told }) => {
    const bars = ladder.flatMap(({ name, role, [kind]: found }) =>
      found === null ? [] : report.barOf(name, found.ndcg, role === 'model'),
    );
    return report.figure(name, report.barsWithIntervals({ metric, bars }), told);
  });
  return Promise.all(drawn);
}

// biome-ignore format: read as a table
const KINDS = [
  { name: 'repeats', kind: 'repeat', metric: 'NDCG@5, repeated tasks', told: 'Where the task repeats, what was used last is hard to beat.' },
  { name: 'new-tasks', kind: 'newTask', metric: 'NDCG@5, new tasks', told: 'Where the task is new, what was used last is worth little, and what reads the same tables much.' },
] as const;

function ladderTable(ladder: readonly SlateRung[]): report.Block {
  return report.table({
    caption:
      'Each page is judged on the whole permitted catalogue. Differences are paired, on the same resamples of users. “By opens” counts what was used within half an hour, from the slate or found alone, instead of what would have helped: the rule chose what was seen, so it is kind to the rule.',
    rows: ladder.map(({ name, role, ndcg, modelMinusThis, ndcgByOpens, precisionAtK, successAtK, coverage }) => ({
      'slates by': name,
      'NDCG@5': estimate(ndcg),
      'model − this': role === 'model' ? '—' : estimate(modelMinusThis),
      'by opens': decimal(ndcgByOpens ?? undefined),
      'precision@5': percent(precisionAtK),
      'success@5': successAtK ? percent(successAtK.estimate) : '—',
      coverage: percent(coverage, 0),
    })),
    emphasis: ladder.findIndex(({ role }) => role === 'model'),
  });
}

function sliceTable(slices: readonly PageSlice[]): report.Block {
  return report.table({
    caption: 'NDCG@5 of the model and of the rule, by page. A dash: too few users have such a page to tell.',
    rows: slices.map(({ name, pages, share, ndcg }) => ({
      pages: name,
      'of all': `${percent(share)} (${count(pages)})`,
      rule: ndcg ? decimal(ndcg.rule.estimate) : '—',
      model: ndcg ? estimate(ndcg.model) : '—',
      'model − rule': ndcg ? estimate(ndcg.modelMinusRule) : '—',
    })),
  });
}

function sampledTable({ rungs, flipped }: SampledMetric): report.Block {
  const told = flipped
    ? `Against ${flipped.negatives} drawn notebooks ${flipped.worse.name} looks better than ${flipped.better.name}; on the whole catalogue it is the other way round.`
    : 'Here no two rungs change places.';
  return report.table({
    caption: `The same rankers when the best notebook of a page has to beat 20 or 100 others drawn by lot, instead of all. ${told}`,
    rows: rungs.map(({ name, full, sampled }) => ({
      'slates by': name,
      'whole catalogue': decimal(full),
      'among 20': decimal(sampled[0]),
      'among 100': decimal(sampled[1]),
    })),
  });
}
