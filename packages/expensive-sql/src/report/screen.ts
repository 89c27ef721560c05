import { asTyped, type RunMetrics } from '@applied-modeling/command';
import { type NamedRung, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import { count, decimal, facts, percent, runScreen, signed, steps, usd } from '@applied-modeling/report';
import { howToOpen, tellRegistration } from '@applied-modeling/tracking';
import type { TrainRun } from '../pipeline.ts';
import { whyItShips } from './ranking.ts';
import { figure } from './run-files.ts';

/** One screen: rule → best simpler rung → model → ceiling, on all queries and on unseen templates, then money and verdicts. */
export function screenOf(run: TrainRun, metrics: RunMetrics, previous: RunMetrics | null, mlrunsDir: string): string {
  const { ladder, unseen, gapClosed, money, qError, queries, expensive } = run.evaluation;
  const { bestSimpler } = shippedRanker(ladder);
  const isTold = ({ name, role }: NamedRung) =>
    name === bestSimpler.name || role === 'incumbent' || role === 'model' || role === 'ceiling';
  const climbed = (rungs: typeof ladder | null) =>
    rungs === null
      ? ['too few are expensive to tell']
      : steps(...rungs.filter(isTold).map((rung) => `${rung.name} ${decimal(rung.averagePrecision.estimate)}`));
  const earned = (role: 'incumbent' | 'model') => usd(rungOf(money.priced, role).net.estimate);
  const [cost] = qError.forecasts;
  const found = facts({
    'average precision': climbed(ladder),
    'on unseen templates': [...climbed(unseen.ladder), `(${percent(unseen.traffic)} of the traffic)`],
    'gap closed': percent(gapClosed, 0),
    'cost off by': `×${decimal(cost.p50, 2)} in half of the queries, beyond ×${decimal(cost.p99, 1)} in one of a hundred`,
    ships: `${run.model.name}: ${whyItShips(run.evaluation)}`,
    money: steps(`${rungOf(money.priced, 'incumbent').name} ${earned('incumbent')}`, `model ${earned('model')}`),
  });
  return runScreen({
    headline: `expensive-sql: ${count(queries)} queries, ${count(expensive)} of them expensive`,
    ...{ blocks: [found], judged: run, run: metrics, previous },
    compared: { key: figure, name: 'average precision', write: signed },
    registration: tellRegistration(run.registered),
    command: asTyped('sql:train'),
    openCommand: howToOpen(mlrunsDir).view,
  });
}
