import { asTyped } from '@applied-modeling/command';
import * as report from '@applied-modeling/report';
import { decimal, estimate, facts, percent, usd } from '@applied-modeling/report';
import { howToOpen, tellRegistration } from '@applied-modeling/tracking';
import type { JudgedRun, TrainRun } from '../pipeline.ts';
import { costQuantile } from '../settings.ts';
import { whatTruthAdds, whyItShips } from './money.ts';
import { figure, type RunMetrics } from './run-files.ts';

/** One screen: what every way to choose levels costs, coverage, audit, gate, what changed, where to look, what to try. */
export function summarise(run: TrainRun, metrics: RunMetrics, previous: RunMetrics | null, mlrunsDir: string): string {
  const { evaluation, registered } = run;
  return report.runScreen({
    headline: headline(run, metrics),
    blocks: [
      {
        kind: 'table',
        rows: report.levelRows(evaluation.policies),
        note: `${evaluation.shipping.ships.name} ships: ${whyItShips(evaluation)}. On usage is careless: it learns what was served. Structural is what the models correct.`,
      },
      figures(run),
    ],
    ...{ judged: run, run: metrics, previous, openCommand: howToOpen(mlrunsDir).view },
    registration: tellRegistration(registered),
    compared: { key: figure, name: 'cost', write: usd },
    command: asTyped('capacity:train'),
  });
}

function headline({ evaluation }: JudgedRun, metrics: RunMetrics): string {
  const [weeks, series] = [evaluation.weeks.length, Math.round(metrics.rows.test / evaluation.weeks.length)];
  return `Capacity: ${series} series planned for ${weeks} weeks, judged by the estimated demand`;
}

function figures({ evaluation }: JudgedRun): report.ScreenBlock {
  const { model, regretClosed, bestBaseline, worstRegion, worstWeek, shortage } = evaluation;
  return facts({
    'regret closed': regretClosed
      ? `${estimate(regretClosed, (share) => percent(share, 0))} of the way from ${bestBaseline.name} to the oracle`
      : 'unknown: your own data have no oracle to compare with',
    'by true demand': whatTruthAdds(evaluation),
    covered: [
      `${percent(costQuantile)} of hours promised,`,
      `${percent(1 - model.shortShare)} found;`,
      `worst region ${worstRegion.region} ${percent(worstRegion.coverage)},`,
      `worst week ${worstWeek.week} ${percent(worstWeek.coverage)}`,
    ],
    'weeks run short': [
      `${percent(shortage.baseRate)} as provisioned,`,
      `${percent(shortage.baseRateAsPlanned)} as planned;`,
      `average precision ${shortage.averagePrecision ? estimate(shortage.averagePrecision) : 'too few to say'},`,
      `by recent stock-outs ${decimal(shortage.averagePrecisionOfStockouts?.estimate)},`,
      `at most ${decimal(shortage.averagePrecisionOfOracle?.estimate)}`,
    ],
    [`likeliest ${shortage.k} a week`]: [
      `${percent(shortage.precisionAtK, 0)} run short,`,
      `by recent stock-outs ${percent(shortage.precisionAtKOfStockouts, 0)}`,
      `(at most ${percent(shortage.achievable, 0)});`,
      `slope ${estimate(shortage.calibration.shipped.slope)}`,
    ],
  });
}
