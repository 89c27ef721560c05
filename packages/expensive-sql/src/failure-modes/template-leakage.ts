import { modelColumns } from '@applied-modeling/feature-store';
import { randomStream } from '@applied-modeling/synthetic';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { type Judged, judgeRanking, trainOn } from './trial.ts';

/**
 * Remembering a template looks like understanding a query as long as the judge has seen the template too. Careless: beside all honest
 * features the share of the template's queries that were expensive, each query's own label included, judged on a random fifth of the
 * days it was taken from (target encoding; Micci-Barreca 2001 warns of it). Live come templates for which there is no share, and
 * queries whose own label is not in it.
 *
 * Correct is the model of the house, whose past had landed by then, judged on later days.
 */
export function templateLeakage(set: TrainingSet, model: CalibratedModel, house: Judged, seed: number) {
  const { fold, meanCpuSeconds } = model;
  const random = randomStream(seed, 'random split');
  const fifthOf = (row: number) => Math.floor(5 * random.uniform(row, 0));
  const [stopping, held, train] = [
    fold.train.filter((row) => fifthOf(row) === 0),
    fold.train.filter((row) => fifthOf(row) === 1),
    fold.train.filter((row) => fifthOf(row) > 1),
  ];
  const honest = modelColumns(set);
  const read = {
    names: [...honest.names, 'template_share'],
    columns: [...honest.columns, expensiveShare(set, fold.train)],
  };
  const ranking = trainOn(set, read, { train, stopping }, seed)(read);
  const judge = (judged: Uint32Array) =>
    judgeRanking(set, { ranking }, { calibrate: stopping, judged }, meanCpuSeconds);
  return { careless: { offline: judge(held), live: judge(fold.test) }, correct: { live: house } };
}

/** Of each row, the share of expensive queries among the rows of its template; NaN of a template that is not among them. */
function expensiveShare(set: TrainingSet, rows: Uint32Array): Float32Array {
  const seen = new Map<string, { expensive: number; all: number }>();
  for (const row of rows) {
    const { expensive, all } = seen.get(set.template[row]) ?? { expensive: 0, all: 0 };
    seen.set(set.template[row], { expensive: expensive + set.y[row], all: all + 1 });
  }
  return Float32Array.from(set.template, (template) => {
    const found = seen.get(template);
    return found ? found.expensive / found.all : Number.NaN;
  });
}
