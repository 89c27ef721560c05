import { type AcrossWorlds, bestSimpler, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import { replayFigures } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { count, estimate, meanAndRange, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { postExecutionColumns } from './admission/contract.ts';
import { breakEvenChance } from './evaluation/money.ts';
import { bytesRule, incumbentRule } from './incumbent.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import { LEARNED } from './report/ranking.ts';
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
export type SeedRun = Omit<report.UntunedWorld, 'money'> & Pick<SqlMetrics, 'ships' | 'money' | 'unseen' | 'cold'>;

type FigureOf = (rung: string) => (world: SeedRun) => number;
const earnedIn = ({ money }: SeedRun, rung: string) => money.find(({ name }) => name === rung);
/** Within the places of the heavy pool; and were there a place for everybody. */
const netOf: FigureOf = (rung) => (world) => earnedIn(world, rung)?.net_usd ?? Number.NaN;
const freeNetOf: FigureOf = (rung) => (world) => earnedIn(world, rung)?.free_net_usd ?? Number.NaN;
const precisionOf: FigureOf = (rung) => (world) => world.baselines?.[rung]?.average_precision ?? Number.NaN;
const unseenOf: FigureOf = (rung) => (world) => world.unseen?.[rung] ?? Number.NaN;
const coldOf: FigureOf = (rung) => (world) => world.cold?.[rung] ?? Number.NaN;
/** In full: what thousands and a letter hide may be all there is between two rungs. */
const dollars = (value: number) => `$${count(Math.round(value))}`;

/** Of what ships, where nobody else is named. */
const leadOf =
  (figureOf: FigureOf, than: string, ours: string | null = null) =>
  (world: SeedRun) =>
    figureOf(ours ?? world.ships)(world) - figureOf(than)(world);

/** Of `seeds.json`: what is claimed of the model is claimed of five worlds. */
export function acrossUntunedWorlds(): report.Figures {
  const seeds = new URL('../seeds.json', import.meta.url);
  const { worlds, over, metric, gate } = report.readUntunedWorlds<SeedRun>(seeds);
  const share = (found: AcrossWorlds) => meanAndRange(found, (value) => percent(value, 0));
  const lead = (figureOf: FigureOf, ours: string | null, than: string, write?: typeof usd) => {
    const leadIn = leadOf(figureOf, than, ours);
    const better = worlds.filter((world) => leadIn(world) > 0).length;
    return `${estimate(over(leadIn), write)}, in ${better} of ${worlds.length}`;
  };
  const rows = TOLD.map(([rung, called]) => {
    const found = [precisionOf, unseenOf, coldOf].map((figureOf) => meanAndRange(over(figureOf(rung))));
    const net = [netOf, freeNetOf].map((figureOf) => dollars(over(figureOf(rung)).estimate));
    return `| ${[called, ...found, ...net].join(' | ')} |`;
  });
  const worth = ({ name }: { readonly name: string }) => over(netOf(name)).estimate || Number.NEGATIVE_INFINITY;
  const best = bestSimpler(worlds[0].money, worth).name;
  return {
    worlds_count: count(worlds.length),
    worlds_rows: rows.join('\n'),
    worlds_ships: `${worlds.filter(({ ships }) => ships === 'logistic').length} of ${worlds.length}`,
    worlds_gap: share(metric('gap_closed')),
    worlds_unseen_share: share(metric('unseen_template_share')),
    worlds_cold_share: meanAndRange(metric('cold_template_share'), (value) => percent(value)),
    worlds_gain: lead(netOf, null, incumbentRule.name, usd),
    worlds_best: best,
    worlds_best_gain: lead(netOf, null, best, usd),
    worlds_best_verdict: verdictOn(over(leadOf(netOf, best))),
    worlds_best_free_gain: lead(freeNetOf, null, best, usd),
    worlds_best_precision: lead(precisionOf, null, best),
    worlds_trees_net: lead(netOf, 'gbm', 'logistic', usd),
    worlds_trees_precision: lead(precisionOf, 'gbm', 'logistic'),
    worlds_trees_unseen: lead(unseenOf, 'gbm', 'logistic'),
    worlds_gate: gate,
    ...replayFigures(REPLAYS_FILE, 'false_alarms', 'watched_worlds'),
  };
}

function verdictOn({ low, high }: AcrossWorlds): string {
  if (low > 0) return 'more than noise';
  return high < 0 ? 'less, by more than noise' : 'a tie, within noise';
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
  const { ladder, money, unknown, calibration } = evaluation;
  const { bestSimpler: simpler, modelMinusBest } = shippedRanker(ladder);
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
    simpler: simpler.name,
    model_minus_simpler: estimate(modelMinusBest),
    rule_gigabytes: count(bytesRule.gigabytes),
    slots: count(settings.evaluateSettings.slotsPerThousandQueries),
    net_lead: estimate(money.placed.modelMinusBest, usd),
    free_lead: estimate(money.free.modelMinusBest, usd),
    free_routed: count((1000 * rungOf(money.free.rungs, 'model').served) / evaluation.queries),
    idle_threshold: percent(breakEvenChance(0.3, model.meanCpuSeconds), 1),
    busy_threshold: percent(breakEvenChance(0.6, model.meanCpuSeconds), 1),
    forbidden: count(postExecutionColumns().length),
  };
}
