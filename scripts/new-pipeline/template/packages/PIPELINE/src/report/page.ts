import type { RunMetrics } from '@applied-modeling/command';
import { rungOf } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { decimal, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { incumbentRule } from '../incumbent.ts';
import type { JudgedRun } from '../pipeline.ts';
import { auditSettings } from '../settings.ts';

/** The report of a run: the decision first, then the evidence in the order a sceptic would ask for it. */
export async function page(run: JudgedRun, metrics: RunMetrics): Promise<report.Page> {
  return report.runPage(run, metrics, {
    title: 'Which machines will fail next week?',
    source: '../../../packages/PIPELINE/src',
    judged: 'test decisions',
    champion: championName(run.standing, `the ${incumbentRule.name}`),
    offer: 'Every check of the gate passed.',
    tiles: tiles(run),
    sections: [
      report.rankingSection(
        run.evaluation.ladder,
        run.evaluation.gapClosed,
        'Differences are paired, on the same resamples of machines.',
      ),
      await calibration(run),
    ],
    audited: auditSettings,
    made: [],
  });
}

function tiles({ evaluation: { ladder, gapClosed, money } }: JudgedRun): readonly report.Tile[] {
  const { averagePrecision, precisionAtK } = rungOf(ladder, 'model');
  return [
    { label: 'average precision', value: decimal(averagePrecision.estimate) },
    { label: 'precision of the queue', value: percent(precisionAtK, 0) },
    { label: 'gap closed', value: percent(gapClosed, 0), detail: 'from the rule to the ceiling' },
    { label: 'net value', value: usd(money.model.netUsd), detail: `rule ${usd(money.rule.netUsd)}` },
  ];
}

async function calibration({ evaluation }: JudgedRun): Promise<report.Section> {
  const { shipped, alternatives, histogram } = evaluation.calibration;
  const methods = [shipped, ...alternatives].map((one) => ({ ...one, name: one.method }));
  return {
    title: 'Can a probability be multiplied by dollars?',
    code: ['stages/5-calibrate.ts'],
    blocks: await report.reliabilityBlocks(methods, histogram, ['machines', 'fail']),
  };
}
