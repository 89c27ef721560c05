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
export type SeedRun = Omit<report.UntunedWorld, 'money'> & Pick<JobsMetrics, 'money'> & { readonly seed: number };

/** Of `seeds.json`: what is claimed of the pages is claimed of five worlds, and of each pager by its own pages. */
export function acrossUntunedWorlds(): report.Figures {
  const { worlds, over, metric, baseline, gate } = report.readUntunedWorlds<SeedRun>(
    new URL('../seeds.json', import.meta.url),
  );
  const share = (found: AcrossWorlds) => meanAndRange(found, (value) => percent(value, 0));
  const precise = (found: AcrossWorlds) => meanAndRange(found, (value) => decimal(value));
  const minutes = (found: AcrossWorlds) => meanAndRange(found, (value) => decimal(value, 0));
  const model = ({ money }: SeedRun) => rungOf(money, 'model');
  const named = (pager: string) => (world: SeedRun) => world.money.find(({ name }) => name === pager)!;
  const richer = (than: typeof model) => worlds.filter((world) => model(world).net_usd > than(world).net_usd).length;
  /** By how much the model knows sooner, and how much more it nets, are differences world by world. */
  const besideModel = (pager: string, called = pager) => {
    const it = named(pager);
    const sooner = over((world) => it(world).minutes_to_detect_p50! - model(world).minutes_to_detect_p50!);
    const gain = over((world) => model(world).net_usd - it(world).net_usd);
    const own = [over((world) => it(world).minutes_to_detect_p50), over((world) => it(world).net_usd)];
    const cells = [called, share(over((world) => it(world).precision)), minutes(own[0]), meanAndRange(own[1], usd)];
    const gained = `${estimate(gain, usd)}, in ${richer(it)} of ${worlds.length}`;
    return `| ${[...cells, estimate(sooner, (value) => decimal(value, 0)), gained].join(' | ')} |`;
  };
  return {
    ...{ worlds_count: count(worlds.length), worlds_gate: gate },
    worlds_rule: besideModel(incumbent.incumbentRule.name, 'robust z, at checkpoints'),
    worlds_limit: besideModel('beyond the counterfactual limit'),
    worlds_logistic: besideModel('logistic'),
    worlds_precision: share(metric('precision_at_budget')),
    worlds_detect: minutes(metric('time_to_detect_minutes_p50')),
    worlds_net: meanAndRange(metric('net_value_usd'), usd),
    worlds_above_ceiling: count(richer(named('observable ceiling'))),
    worlds_detect_share: share(metric('detect_share_of_completion')),
    worlds_duplicates: meanAndRange(metric('duplicate_page_share'), percent),
    worlds_ap: precise(metric('average_precision')),
    worlds_logistic_ap: precise(baseline('logistic', 'average_precision')),
    worlds_rule_ap: precise(baseline(incumbent.incumbentRule.name, 'average_precision')),
    worlds_ceiling: precise(baseline('observable ceiling', 'average_precision')),
    worlds_gap: share(metric('gap_closed')),
    ...replayFigures(REPLAYS_FILE, 'false_alarms', 'watched_worlds'),
  };
}

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, model } = run;
  const { ladder, calibration, paging, hindsight } = evaluation;
  const served = rungOf(paging.policies, 'model');
  const { bestSimpler: simpler, modelMinusBest } = shippedRanker(ladder);
  const dearest = bestSimpler(paging.policies, (policy) => policy.net.estimate);
  const champion = championName(run.standing, 'the rule');
  return {
    ...report.usualFigures(run, { champion, maturesAfterDays: label.maturesAfterDays, shipped: calibration.shipped }),
    runs: count(evaluation.runs),
    page_worthy: count(evaluation.pageWorthyRuns),
    page_worthy_share: percent(evaluation.pageWorthyRuns / evaluation.runs, 2),
    pages_a_day: decimal(served.pagesPerDay, 1),
    duplicates: percent(served.duplicateShare),
    net: usd(served.net.estimate),
    dearest: dearest.name,
    net_minus_dearest: estimate(dearest.modelMinusThis, usd),
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
