import { type AcrossWorlds, bestSimpler, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import { replayFigures } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { jobFeatures } from './features.ts';
import * as incumbent from './incumbent.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import type { JobsMetrics } from './report/run-files.ts';
import * as settings from './settings.ts';
import { REPLAYS_FILE } from './stages/9-monitor.ts';

export type AnswerFacts = report.AnswerFacts<JobsMetrics>;

/** The strong answer in seven parts, about 600 words: `answer/*.md`. */
export const { codeValues, writeAnswer, answerOf } = report.declareAnswer<JudgedRun, JobsMetrics>({
  parts: new URL('../answer/', import.meta.url),
  values: { label, settings, prices: pricing },
  figuresOf,
  figuresOfWorlds: acrossUntunedWorlds,
});

/** What `pnpm jobs:seeds` keeps of a world nobody tuned to. */
export type SeedRun = report.UntunedWorld & Pick<JobsMetrics, 'money'> & { readonly seed: number };

/** Of `seeds.json`: what is claimed of the pages is claimed of five worlds. In each, the simple pager that does best there. */
export function acrossUntunedWorlds(): report.Figures {
  const { worlds, over, metric, baseline, gate } = report.readUntunedWorlds<SeedRun>(
    new URL('../seeds.json', import.meta.url),
  );
  const share = (found: AcrossWorlds) => meanAndRange(found, (value) => percent(value, 0));
  const precise = (found: AcrossWorlds) => meanAndRange(found, (value) => decimal(value));
  const minutes = (found: AcrossWorlds) => meanAndRange(found, (value) => decimal(value, 0));
  const dollars = (found: AcrossWorlds) => meanAndRange(found, usd);
  const rule = ({ money }: SeedRun) => rungOf(money, 'incumbent');
  const surest = ({ money }: SeedRun) => bestSimpler(money, ({ precision }) => precision, ['simple']);
  const dearest = ({ money }: SeedRun) => bestSimpler(money, ({ net_usd }) => net_usd, ['simple']);
  const gain = (world: SeedRun) => rungOf(world.money, 'model').net_usd - dearest(world).net_usd;
  return {
    worlds_count: count(worlds.length),
    worlds_precision: share(metric('precision_at_budget')),
    worlds_simple_precision: share(over((world) => surest(world).precision)),
    worlds_rule_precision: share(over((world) => rule(world).precision)),
    worlds_rule_detect: minutes(over((world) => rule(world).minutes_to_detect_p50)),
    worlds_detect: minutes(metric('time_to_detect_minutes_p50')),
    worlds_simple_detect: minutes(over((world) => surest(world).minutes_to_detect_p50)),
    worlds_net: dollars(metric('net_value_usd')),
    worlds_simple_net: dollars(over((world) => dearest(world).net_usd)),
    worlds_rule_net: dollars(over((world) => rule(world).net_usd)),
    worlds_gain: `${estimate(over(gain), usd)}, in ${worlds.filter((world) => gain(world) > 0).length} of ${worlds.length}`,
    worlds_gain_verdict: over(gain).low > 0 ? 'more than noise' : 'no more than noise',
    worlds_ap: precise(metric('average_precision')),
    worlds_logistic_ap: precise(baseline('logistic', 'average_precision')),
    worlds_rule_ap: precise(baseline(incumbent.incumbentRule.name, 'average_precision')),
    worlds_ceiling: precise(baseline('observable ceiling', 'average_precision')),
    worlds_gap: share(metric('gap_closed')),
    worlds_gate: gate,
    ...replayFigures(REPLAYS_FILE, 'false_alarms', 'watched_worlds'),
  };
}

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, model } = run;
  const { ladder, calibration, paging, hindsight } = evaluation;
  const [served, rule] = [rungOf(paging.policies, 'model'), rungOf(paging.policies, 'incumbent')];
  const large = rungOf(paging.detection.pagers, 'model');
  const { bestSimpler: simpler, modelMinusBest } = shippedRanker(ladder);
  const champion = championName(run.standing, 'the rule');
  return {
    ...report.usualFigures(run, { champion, maturesAfterDays: label.maturesAfterDays, shipped: calibration.shipped }),
    runs: count(evaluation.runs),
    page_worthy: count(evaluation.pageWorthyRuns),
    page_worthy_share: percent(evaluation.pageWorthyRuns / evaluation.runs, 2),
    pages_a_day: decimal(served.pagesPerDay, 1),
    detect: decimal(large.whileRunning?.median, 0),
    completion: decimal(large.atTheEnd?.median, 0),
    duplicates: percent(served.duplicateShare, 0),
    net: usd(served.net.estimate),
    rule_net: usd(rule.net.estimate),
    largest: usd(served.largestUsd),
    average_precision: estimate(rungOf(ladder, 'model').averagePrecision),
    simpler: simpler.name,
    model_minus_simpler: estimate(modelMinusBest),
    page_price: usd(pricing.prices.pageUsd),
    hindsight_precision: percent(hindsight?.precision, 0),
    hindsight_recall: percent(hindsight?.recall, 0),
    days_before: count(label.labelContract.hindsightDaysBefore),
    checkpoints: new Intl.ListFormat('en-GB').format(settings.candidateSettings.multiples.slice(1).map(String)),
    sources: count(new Set(jobFeatures.views.map(({ source }) => source)).size),
    z: decimal(incumbent.robustRule.z, 1),
    trees: count((model.booster.bestIteration ?? 0) + 1),
    covered: coveredIn(evaluation.coverage),
  };
}

/** The least and the most covered band, or what they agree on. */
function coveredIn(bands: JudgedRun['evaluation']['coverage']): string {
  const shares = bands.map(({ covered }) => covered);
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map((share) => percent(share));
  return least === most ? least : `${least} to ${most}`;
}
