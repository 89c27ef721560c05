import type { RunMetrics } from '@applied-modeling/command';
import { rungOf, shippedRung } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, range, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { jobFeatures } from './features.ts';
import * as incumbent from './incumbent.ts';
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
  const { ladder, calibration, policies, hindsight } = evaluation;
  const [served, rule] = [rungOf(policies, 'model'), rungOf(policies, 'incumbent')];
  const [gbm, before] = [rungOf(ladder, 'model'), rungOf(ladder, 'incumbent')];
  const { bestSimpler, modelMinusBest } = shippedRung(ladder, {
    figureOf: ({ averagePrecision }) => averagePrecision.estimate,
    better: 'higher',
  });
  const champion = championName(run.standing, 'the rule');
  return {
    ...report.usualFigures(run, { champion, maturesAfterDays: label.maturesAfterDays, shipped: calibration.shipped }),
    runs: count(evaluation.runs),
    page_worthy: count(evaluation.pageWorthyRuns),
    page_worthy_share: percent(evaluation.pageWorthyRuns / evaluation.runs, 2),
    pages_a_day: decimal(served.pagesPerDay, 1),
    precision: percent(served.precision, 0),
    rule_precision: percent(rule.precision, 0),
    detect: decimal(served.minutesToDetectP50 ?? undefined, 0),
    rule_detect: decimal(rule.minutesToDetectP50 ?? undefined, 0),
    net: usd(served.netUsd),
    rule_net: usd(rule.netUsd),
    average_precision: estimate(gbm.averagePrecision),
    rule_average_precision: decimal(before.averagePrecision.estimate),
    simpler: bestSimpler.name,
    simpler_average_precision: decimal(bestSimpler.averagePrecision.estimate),
    model_minus_simpler: decimal(modelMinusBest.estimate),
    model_minus_simpler_interval: range([modelMinusBest.low, modelMinusBest.high]),
    gap_closed: percent(evaluation.gapClosed, 0),
    page_price: usd(pricing.prices.pageUsd),
    hindsight_precision: percent(hindsight?.precision, 0),
    hindsight_recall: percent(hindsight?.recall, 0),
    sources: count(new Set(jobFeatures.views.map(({ source }) => source)).size),
    z: decimal(incumbent.robustRule.z, 1),
    trees: count((model.booster.bestIteration ?? 0) + 1),
  };
}
