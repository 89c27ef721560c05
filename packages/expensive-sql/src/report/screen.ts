import { asTyped, type RunMetrics } from '@applied-modeling/command';
import { type NamedRung, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import { count, decimal, facts, percent, runScreen, signed, steps, usd } from '@applied-modeling/report';
import { howToOpen, tellRegistration } from '@applied-modeling/tracking';
import type { TrainRun } from '../pipeline.ts';
import { tellLead } from './decisions.ts';
import { whyItShips } from './ranking.ts';
import { figure } from './run-files.ts';

/** One screen: rule → best simpler rung → model → ceiling, on all queries, on new and on cold templates, then money and verdicts. */
export function screenOf(run: TrainRun, metrics: RunMetrics, previous: RunMetrics | null, mlrunsDir: string): string {
  const { ladder, newTemplates, coldTemplates, gapClosed, money, qError, queries, expensive } = run.evaluation;
  const { bestSimpler } = shippedRanker(ladder);
  const isTold = ({ name, role }: NamedRung) =>
    name === bestSimpler.name || role === 'incumbent' || role === 'model' || role === 'ceiling';
  const climbed = (rungs: typeof ladder | null) =>
    rungs === null
      ? ['too few are expensive to tell']
      : steps(...rungs.filter(isTold).map((rung) => `${rung.name} ${decimal(rung.averagePrecision.estimate)}`));
  const [rule, model] = (['incumbent', 'model'] as const).map((role) => rungOf(money.placed.rungs, role));
  const [cost] = qError.forecasts;
  const found = facts({
    'average precision': climbed(ladder),
    'on new templates': [...climbed(newTemplates.ladder), `(${percent(newTemplates.traffic)} of the traffic)`],
    'on cold templates': `${decimal(coldTemplates.averagePrecision?.[run.model.name])} (${percent(coldTemplates.traffic)} of the traffic; expensive: ${count(coldTemplates.expensive)})`,
    'gap closed': percent(gapClosed, 0),
    'cost off by': `×${decimal(cost.p50, 2)} in half of the queries, beyond ×${decimal(cost.p99, 1)} in one of a hundred`,
    ships: `${run.model.name}: ${whyItShips(run.evaluation)}`,
    money: [
      ...steps(...[rule, model].map(({ name, net }) => `${name} ${usd(net.estimate)}`)),
      `(${tellLead(money.placed)})`,
    ],
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
