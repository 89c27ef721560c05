import { type AcrossWorlds, type RungRole, rungOf } from '@applied-modeling/evaluation';
import { replayFigures } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import type { Evaluation } from './domain.ts';
import { blend } from './evaluation/scorers.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import { testInWords } from './report/log.ts';
import type { NotebookMetrics, PrintedRung } from './report/run-files.ts';
import * as settings from './settings.ts';
import { REPLAYS_FILE } from './stages/9-monitor.ts';

export type AnswerFacts = report.AnswerFacts<NotebookMetrics>;

/** The strong answer in seven parts, about 600 words: `answer/*.md`. */
export const { codeValues, writeAnswer, answerOf } = report.declareAnswer<JudgedRun, NotebookMetrics>({
  parts: new URL('../answer/', import.meta.url),
  values: { settings, label, prices: pricing },
  figuresOf,
  figuresOfWorlds: acrossUntunedWorlds,
});

/** What `pnpm notebooks:seeds` keeps of a world nobody tuned to. */
export type SeedRun = report.UntunedWorld & Pick<NotebookMetrics, 'slates' | 'ships'> & { readonly seed: number };

/** Of `seeds.json`: what is claimed of the model is claimed of five worlds. */
export function acrossUntunedWorlds(): report.Figures {
  const seeds = new URL('../seeds.json', import.meta.url);
  const { worlds, over, metric, gate } = report.readUntunedWorlds<SeedRun>(seeds);
  const rung = (world: SeedRun, name: string) => world.slates?.find((one) => one.name === name);
  const figure = (name: string, of: 'ndcg' | 'new_task' | 'repeat' | 'success' | 'by_opens') =>
    over((world) => rung(world, name)?.[of]);
  const share = (found: AcrossWorlds, digits = 0) => meanAndRange(found, (value) => percent(value, digits));
  const lead = (of: (world: SeedRun) => number | undefined, write?: typeof usd) => {
    const ahead = worlds.filter((world) => (of(world) ?? 0) > 0).length;
    return `${estimate(over(of), write)} in ${ahead} of ${worlds.length}`;
  };
  const above = (of: keyof PrintedRung & ('new_task' | 'repeat' | 'ndcg')) => (world: SeedRun) =>
    Number(world.slates?.find(({ role }) => role === 'model')?.[of]) - Number(rung(world, blend.name)?.[of]);
  const rows = TOLD.map(([name, called]) => {
    const found = (['new_task', 'repeat', 'ndcg', 'by_opens'] as const).map((of) => meanAndRange(figure(name, of)));
    return `| ${[called, ...found, share(figure(name, 'success'), 1)].join(' | ')} |`;
  });
  return {
    worlds_count: count(worlds.length),
    worlds_rows: rows.join('\n'),
    worlds_new_gain: lead(above('new_task')),
    worlds_repeat_gain: lead(above('repeat')),
    worlds_trees_gain: lead((world) => Number(rung(world, 'gbm')?.ndcg) - Number(rung(world, 'logistic')?.ndcg)),
    worlds_gap: share(metric('gap_closed')),
    worlds_recall: share(metric('retrieval_recall'), 1),
    worlds_violations: count(worlds.reduce((sum, { metrics }) => sum + Number(metrics.acl_violations), 0)),
    worlds_net_gain: lead(
      (world) =>
        Number(world.metrics.net_value_usd) - Number(world.money?.find(({ name }) => name === blend.name)?.net_usd),
      usd,
    ),
    worlds_trees_ship: `${worlds.filter(({ ships }) => ships === 'gbm').length} of ${worlds.length}`,
    worlds_gate: gate,
    ...replayFigures(REPLAYS_FILE, 'false_alarms', 'watched_worlds'),
  };
}

/** Rungs of the table across worlds, as readers call them. */
const TOLD = [
  ['most recently used', 'used last'],
  ['tables in common', 'tables in common'],
  ['team popularity', "the team's favourites"],
  ['EASEᴿ', 'EASEᴿ (item-item regression)'],
  [blend.name, 'last used and tables, blended: the rule'],
  ['logistic', 'logistic regression'],
  ['gbm', 'gradient boosting'],
  ['knows what each is worth', 'oracle'],
] as const;

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation } = run;
  const { ladder, money, calibration, retrieval, offPolicy, newTaskShare, shipping, onlineTest } = evaluation;
  const [ours, rule] = [rungOf(ladder, 'model'), rungOf(ladder, 'incumbent')];
  const champion = championName(run.standing, 'the rule');
  const usual = { champion, maturesAfterDays: label.maturesAfterDays, shipped: calibration.shipped };
  const logged = offPolicy?.find(({ name }) => name === ours.name);
  return {
    ...report.usualFigures(run, usual),
    pages: count(evaluation.pages),
    new_share: percent(newTaskShare ?? Number.NaN, 0),
    base_rate: percent(evaluation.baseRate),
    ships: shipping.ships.name,
    ndcg: estimate(ours.ndcg),
    rule_ndcg: decimal(rule.ndcg.estimate),
    new_gain: rule.newTask ? estimate(rule.newTask.modelMinusThis) : 'unknown',
    repeat_gain: rule.repeat ? estimate(rule.repeat.modelMinusThis) : 'unknown',
    simpler: shipping.bestSimpler.name,
    model_minus_simpler: estimate(shipping.modelMinusBest),
    recall: percent(retrieval.all),
    violations: count(evaluation.violations),
    most: count(settings.retrievalSettings.most),
    success: percent(ours.successAtK?.estimate ?? Number.NaN),
    net: money ? usd(rungOf(money.priced, 'model').net.estimate) : 'unknown',
    rule_net: money ? usd(rungOf(money.priced, 'incumbent').net.estimate) : 'unknown',
    silent: money ? percent(1 - rungOf(money.priced, 'model').served / evaluation.pages, 0) : 'unknown',
    break_even: money ? percent(money.breakEven) : 'unknown',
    saved_minutes: count(pricing.prices.minutesSaved),
    slate_usd: `$${decimal(pricing.slateUsd(), 2)}`,
    ess: logged ? count(Math.round(logged.effectiveSampleSize)) : 'unknown',
    off_policy: !logged || logged.verdict.kind === 'known' ? 'enough to tell' : 'too few to tell',
    ...byOpens(ladder),
    ...(onlineTest && testInWords(onlineTest)),
  };
}

/** The judge a company has, of a ladder judged by the truth as well. */
function byOpens(ladder: Evaluation['ladder']): report.Figures {
  const by = (role: RungRole) => decimal(ladder.find((one) => one.role === role)?.ndcgByOpens ?? undefined);
  return { opens: by('model'), rule_opens: by('incumbent'), oracle_opens: by('oracle') };
}
