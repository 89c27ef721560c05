import { type AcrossWorlds, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import { replayFigures } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { postExecutionColumns } from './admission/contract.ts';
import { breakEvenChance } from './evaluation/money.ts';
import { bytesRule, incumbentRule } from './incumbent.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import { LEARNED, whyItShips } from './report/ranking.ts';
import type { SqlMetrics } from './report/run-files.ts';
import * as settings from './settings.ts';
import { REPLAYS_FILE } from './stages/9-monitor.ts';

export type AnswerFacts = report.AnswerFacts<SqlMetrics>;

/** The strong answer in seven parts, about 600 words: `answer/*.md`. */
export const { codeValues, writeAnswer, answerOf } = report.declareAnswer<JudgedRun, SqlMetrics>({
  parts: new URL('../answer/', import.meta.url),
  values: { settings, label, prices: pricing },
  figuresOf,
  figuresOfWorlds: acrossUntunedWorlds,
});

/** What `pnpm sql:seeds` keeps of a world nobody tuned to. */
export type SeedRun = report.UntunedWorld & Pick<SqlMetrics, 'ships' | 'money' | 'unseen'> & { readonly seed: number };

type FigureOf = (rung: string) => (world: SeedRun) => number;
const netOf: FigureOf = (rung) => (world) => world.money.find(({ name }) => name === rung)?.net_usd ?? Number.NaN;
const precisionOf: FigureOf = (rung) => (world) => world.baselines?.[rung]?.average_precision ?? Number.NaN;
const unseenOf: FigureOf = (rung) => (world) => world.unseen?.[rung] ?? Number.NaN;

/** Of `seeds.json`: what is claimed of the model is claimed of five worlds. */
export function acrossUntunedWorlds(): report.Figures {
  const seeds = new URL('../seeds.json', import.meta.url);
  const { worlds, over, metric, gate } = report.readUntunedWorlds<SeedRun>(seeds);
  const share = (found: AcrossWorlds) => meanAndRange(found, (value) => percent(value, 0));
  const lead = (figureOf: FigureOf, ours: string | null, than: string, write?: typeof usd) => {
    const leadIn = (world: SeedRun) => figureOf(ours ?? world.ships)(world) - figureOf(than)(world);
    const ahead = worlds.filter((world) => leadIn(world) > 0).length;
    return `${estimate(over(leadIn), write)}, in ${ahead} of ${worlds.length}`;
  };
  const rows = TOLD.map(([rung, called]) => {
    const found = [precisionOf, unseenOf].map((figureOf) => meanAndRange(over(figureOf(rung))));
    return `| ${[called, ...found, meanAndRange(over(netOf(rung)), usd)].join(' | ')} |`;
  });
  return {
    worlds_count: count(worlds.length),
    worlds_rows: rows.join('\n'),
    worlds_ships: `${worlds.filter(({ ships }) => ships === 'logistic').length} of ${worlds.length}`,
    worlds_gap: share(metric('gap_closed')),
    worlds_unseen_share: share(metric('unseen_template_share')),
    worlds_gain: lead(netOf, null, incumbentRule.name, usd),
    worlds_last_gain: lead(netOf, null, "template's last cost", usd),
    worlds_trees_net: lead(netOf, 'gbm', 'logistic', usd),
    worlds_trees_precision: lead(precisionOf, 'gbm', 'logistic'),
    worlds_trees_unseen: lead(unseenOf, 'gbm', 'logistic'),
    worlds_q50: meanAndRange(metric('q_error_p50')),
    worlds_gate: gate,
    ...replayFigures(REPLAYS_FILE, 'false_alarms', 'watched_worlds'),
  };
}

/** Rungs of the table across worlds, as readers call them. */
const TOLD = [
  [incumbentRule.name, 'bytes scanned, the rule'],
  ["template's last cost", "template's last cost"],
  ['cost per gigabyte × bytes', 'its usual cost a gigabyte × bytes'],
  ['logistic', 'logistic and ridge regression'],
  ['gbm', 'gradient-boosted trees'],
  ['observable ceiling', 'an oracle that sees the same data'],
] as const;

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, model } = run;
  const { ladder, money, unseen, unknown, calibration } = evaluation;
  const { bestSimpler: simpler, modelMinusBest } = shippedRanker(ladder);
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
    ships: LEARNED[model.name],
    why_it_ships: whyItShips(evaluation),
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
    forbidden: count(postExecutionColumns().length),
  };
}
