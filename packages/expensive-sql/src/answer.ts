import { type AcrossWorlds, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { postExecutionColumns } from './admission/contract.ts';
import { breakEvenChance } from './evaluation/money.ts';
import { bytesRule, incumbentRule } from './incumbent.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import type { SqlMetrics } from './report/run-files.ts';
import * as settings from './settings.ts';

/** Hashes of what the code says today; the world has one of its own, which a run carries. */
export const codeValues = report.hashModules({ settings, label, prices: pricing });

export type AnswerFacts = report.AnswerFacts<SqlMetrics>;

export function answerFacts(run: JudgedRun, metrics: SqlMetrics): AnswerFacts {
  const { source } = run.ingested;
  const values = { world: source.kind === 'simulated' ? source.generator : null, ...codeValues };
  return report.answerFacts(metrics, values, figuresOf(run));
}

/** The strong answer in seven parts, about 600 words: `answer/*.md`. Links lead to files under `source`. */
export function writeAnswer({ figures }: AnswerFacts, source = 'src'): string {
  const parts = new URL('../answer/', import.meta.url);
  return report.writeAnswer(parts, { ...figures, ...acrossUntunedWorlds() }, source);
}

/** What `pnpm sql:seeds` keeps of a world nobody tuned to. */
export type SeedRun = report.UntunedWorld & Pick<SqlMetrics, 'money' | 'unseen'> & { readonly seed: number };

/** Of `seeds.json`: what is claimed of the model is claimed of five worlds. */
export function acrossUntunedWorlds(): report.Figures {
  const seeds = new URL('../seeds.json', import.meta.url);
  const { worlds, over, metric, baseline, gate } = report.readUntunedWorlds<SeedRun>(seeds);
  const share = (found: AcrossWorlds) => meanAndRange(found, (value) => percent(value, 0));
  const precision = (rung: string) => baseline(rung, 'average_precision');
  const net = (rung: string) => (world: SeedRun) =>
    world.money.find(({ name }) => name === rung)?.net_usd ?? Number.NaN;
  const lead = (
    figure: (rung: string) => (world: SeedRun) => number,
    rung: string,
    write?: (value: number) => string,
  ) => {
    const leadIn = (world: SeedRun) => figure('gbm')(world) - figure(rung)(world);
    const ahead = worlds.filter((world) => leadIn(world) > 0).length;
    return `${estimate(over(leadIn), write as typeof usd)}, in ${ahead} of ${worlds.length}`;
  };
  const precisionIn = (rung: string) => (world: SeedRun) => world.baselines?.[rung]?.average_precision ?? Number.NaN;
  const rows = TOLD.map(([rung, called]) => {
    const found = [precision(rung), over((world) => world.unseen?.[rung])].map((one) => meanAndRange(one));
    return `| ${[called, ...found, meanAndRange(over(net(rung)), usd)].join(' | ')} |`;
  });
  return {
    worlds_count: count(worlds.length),
    worlds_rows: rows.join('\n'),
    worlds_gap: share(metric('gap_closed')),
    worlds_unseen_share: share(metric('unseen_template_share')),
    worlds_gain: lead(net, incumbentRule.name, usd),
    worlds_last_gain: lead(net, "template's last cost", usd),
    worlds_logistic_gain: lead(net, 'logistic', usd),
    worlds_ap_gain: lead(precisionIn, 'logistic'),
    worlds_q50: meanAndRange(metric('q_error_p50')),
    worlds_gate: gate,
  };
}

/** Rungs of the table across worlds, as readers call them. */
const TOLD = [
  [incumbentRule.name, 'bytes scanned, the rule'],
  ["template's last cost", "template's last cost"],
  ['cost per gigabyte × bytes', 'its usual cost a gigabyte × bytes'],
  ['logistic', 'logistic and ridge regression'],
  ['gbm', 'model'],
  ['observable ceiling', 'an oracle that sees the same data'],
] as const;

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, model } = run;
  const { ladder, money, slices, unknown, calibration } = evaluation;
  const { bestSimpler: simpler, modelMinusBest } = shippedRanker(ladder);
  const unseen = slices.find(({ name }) => name === 'unseen template')!;
  const unseenModel = unseen.ladder && rungOf(unseen.ladder, 'model');
  const [cost] = evaluation.qError.forecasts;
  const champion = championName(run.standing, 'the rule');
  const usual = { champion, maturesAfterDays: label.maturesAfterDays, shipped: calibration.shipped };
  return {
    ...report.usualFigures(run, usual),
    queries: count(evaluation.queries),
    expensive: count(evaluation.expensive),
    base_rate: percent(evaluation.baseRate),
    limit: count(label.labelContract.expensiveCpuSeconds),
    cached: percent(unknown.cached / unknown.all),
    cut: percent(unknown.cut / unknown.all),
    unread: percent(unknown.unread / unknown.all),
    average_precision: estimate(rungOf(ladder, 'model').averagePrecision),
    simpler: simpler.name,
    model_minus_simpler: estimate(modelMinusBest),
    unseen_average_precision: unseenModel ? estimate(unseenModel.averagePrecision) : 'unknown',
    unseen_share: percent(unseen.traffic),
    rule_gigabytes: count(bytesRule.gigabytes),
    net: usd(rungOf(money.priced, 'model').net.estimate),
    rule_net: usd(rungOf(money.priced, 'incumbent').net.estimate),
    idle_threshold: percent(breakEvenChance(0.3, model.meanCpuSeconds), 1),
    busy_threshold: percent(breakEvenChance(0.6, model.meanCpuSeconds), 1),
    q50: decimal(cost.p50, 2),
    q99: decimal(cost.p99, 1),
    trees: count((model.booster.bestIteration ?? 0) + 1),
    forbidden: count(postExecutionColumns().length),
  };
}
