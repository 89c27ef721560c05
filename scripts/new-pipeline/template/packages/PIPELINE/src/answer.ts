import type { RunMetrics } from '@applied-modeling/command';
import { rungOf } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { machineFeatures } from './features.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import * as settings from './settings.ts';

/** Hashes of what the code says today. */
export const codeValues = report.hashModules({ label, settings, prices: pricing });

export function answerFacts(run: JudgedRun, metrics: RunMetrics): report.AnswerFacts<RunMetrics> {
  return report.answerFacts(metrics, codeValues, figuresOf(run));
}

/** `answer/*.md` with these figures. */
export function writeAnswer(figures: report.Figures, source = 'src'): string {
  return report.writeAnswer(new URL('../answer/', import.meta.url), figures, source);
}

export function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, model } = run;
  const { ladder, calibration, money, planted } = evaluation;
  const [gbm, rule, logistic] = (['model', 'incumbent', 'simple'] as const).map((role) => rungOf(ladder, role));
  const champion = championName(run.standing, 'the rule');
  return {
    ...report.usualFigures(run, { champion, maturesAfterDays: label.maturesAfterDays, shipped: calibration.shipped }),
    slots: count(settings.evaluateSettings.slots),
    test_decisions: count(model.fold.test.length),
    base_rate: percent(evaluation.baseRate),
    model_precision: percent(gbm.precisionAtK, 0),
    rule_precision: percent(rule.precisionAtK, 0),
    average_precision: estimate(gbm.averagePrecision),
    logistic_average_precision: decimal(logistic.averagePrecision.estimate),
    gap_closed: percent(evaluation.gapClosed, 0),
    model_net: usd(money.model.netUsd),
    rule_net: usd(money.rule.netUsd),
    lead_days: count(label.labelContract.leadDays),
    views: count(machineFeatures.views.length),
    trees: count((model.booster.bestIteration ?? 0) + 1),
    worn_at_half: percent(planted?.wornAtHalf, 0),
    worn_else: percent(planted?.wornElse, 0),
  };
}
