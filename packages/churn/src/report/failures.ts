import { foreseeReadout } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, usd } from '@applied-modeling/report';
import { shippedQueue } from '../evaluation/money.ts';
import { FAILURES, readFailures, summariseFailures, summariseNaiveJoin } from '../failure-modes/failures-summary.ts';
import type { JudgedRun } from '../pipeline.ts';
import { calendarSettings } from '../settings.ts';

/** Careless, correct, live: what each join without a clock promises, and what three other ways of being careless cost. */
export function failuresSection(run: JudgedRun): report.Section {
  const { worlds, honest, careless } = summariseNaiveJoin(readFailures());
  const { mean, gainUsd } = summariseFailures(readFailures());
  const inWorlds = (n: number | null) => (n === null ? '—' : `${n} of ${worlds}`);
  const honestJoin = { name: 'honest', changed: 0, offline: honest, gain: null, live: honest };
  return {
    title: 'What would carelessness have cost?',
    code: ['failure-modes/naive-join.ts', 'failure-modes/failures.ts'],
    blocks: [
      report.table({
        caption: `Joins without a clock: average precision, not of this run but the mean of ${worlds} small worlds, from failures.json (\`pnpm churn:failures\`). Candidates, folds and labels are the same for every join; live, a model gets what is known at the decision.`,
        rows: [{ ...honestJoin, worldsBetterOffline: null, worldsWorseLive: null }, ...careless].map((join) => ({
          join: join.name,
          'values not known then': percent(join.changed),
          offline: decimal(join.offline),
          'careless − honest': join.gain ? estimate(join.gain) : '—',
          'better in': inWorlds(join.worldsBetterOffline),
          live: decimal(join.live),
          'worse in': inWorlds(join.worldsWorseLive),
        })),
      }),
      report.table({
        caption:
          'Net dollars live in the same worlds; of the last two lines those of a company as large as the default world.',
        rows: FAILURES.map(({ mode, careless, correct }) => ({
          careless: `${careless}: ${usd(mean[mode].careless.live.netUsd)}`,
          correct: `${correct}: ${usd(mean[mode].correct.live.netUsd)}`,
          'correct − careless': estimate(gainUsd[mode], usd),
          'better in': inWorlds(gainUsd[mode].worldsBetter),
        })),
      }),
      report.paragraph(tellMonth(run, mean.underpoweredAudit)),
    ],
  };
}

/** Whether a month of this run's queue is enough, if contacts do what they do in the small worlds. */
function tellMonth({ evaluation }: JudgedRun, plan: Readonly<Record<'spared' | 'treated' | 'sparedShare', number>>) {
  const units = Math.round((4 * (shippedQueue(evaluation.money)?.served ?? 0)) / calendarSettings.testSteps);
  const readout = foreseeReadout(plan, units);
  return readout.kind === 'refused'
    ? `Does the queue work? A month of its holdout is refused: ${readout.why}.`
    : `Does the queue work? A month of its holdout, ${count(units)} accounts, can tell.`;
}
