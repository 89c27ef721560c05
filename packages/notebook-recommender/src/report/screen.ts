import { asTyped } from '@applied-modeling/command';
import { rungOf } from '@applied-modeling/evaluation';
import { count, decimal, facts, percent, runScreen, signed, steps, usd } from '@applied-modeling/report';
import { howToOpen, tellRegistration } from '@applied-modeling/tracking';
import type { TrainRun } from '../pipeline.ts';
import { figure, type NotebookMetrics } from './run-files.ts';

/** One screen: rule → model → oracle on all pages, on new tasks and on repeats, then retrieval, permission, money and verdicts. */
export function screenOf(
  run: TrainRun,
  metrics: NotebookMetrics,
  previous: NotebookMetrics | null,
  mlrunsDir: string,
): string {
  const { ladder, pages, newTaskShare, retrieval, violations, money, judgedBy } = run.evaluation;
  const told = ladder.filter(({ role }) => role === 'incumbent' || role === 'model' || role === 'oracle');
  const climbed = (figureOf: (rung: (typeof told)[number]) => number | undefined) =>
    steps(...told.map((rung) => `${rung.name} ${decimal(figureOf(rung))}`));
  const byKind = {
    'on new tasks': climbed(({ newTask }) => newTask?.ndcg.estimate),
    'on repeats': climbed(({ repeat }) => repeat?.ndcg.estimate),
    'by opens': climbed(({ ndcgByOpens }) => ndcgByOpens ?? undefined),
  };
  const net = (role: 'incumbent' | 'model') => usd(rungOf(money!.priced, role).net.estimate);
  const found = facts({
    'NDCG@5': climbed(({ ndcg }) => ndcg.estimate),
    ...(newTaskShare === null ? { 'judged by': 'what people opened: nobody knows the truth of your data' } : byKind),
    retrieval: `finds ${percent(retrieval.all)} of what the best five are worth`,
    permission: `${count(violations)} violations`,
    ...(money && { money: steps(`rule ${net('incumbent')}`, `model, which may abstain, ${net('model')}`) }),
  });
  const purpose = judgedBy === 'truth' ? `, ${percent(newTaskShare ?? 0, 0)} of them for a new task` : '';
  return runScreen({
    headline: `notebook-recommender: ${count(pages)} blank pages${purpose}`,
    ...{ blocks: [found], judged: run, run: metrics, previous },
    compared: { key: figure, name: 'NDCG@5', write: signed },
    registration: tellRegistration(run.registered),
    command: asTyped('notebooks:train'),
    openCommand: howToOpen(mlrunsDir).view,
  });
}
