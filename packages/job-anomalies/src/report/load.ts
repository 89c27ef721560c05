import * as report from '@applied-modeling/report';
import { count, dayInWords, decimal, estimate, percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../prices.ts';

/** Teams that are drawn. */
const SHOWN = 20;

/** Who is paged when, against the budget, and whether a page is as right for one part of the jobs as for another. */
export async function loadSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { load, slices, perDay } = evaluation.paging;
  const days = report.backtest({
    metric: 'Pages a day',
    ...{ format: 'd', areCounts: true },
    periods: load.days.map(dayInWords),
    series: [
      { name: 'model', values: load.model },
      { name: 'rule', role: 'baseline', values: load.rule },
    ],
    threshold: { value: perDay, label: 'budget' },
  });
  return {
    title: 'Who is woken, and how often?',
    code: ['evaluation/page-load.ts', 'evaluation/page-slices.ts'],
    blocks: [
      await report.figure(
        'pages-by-day',
        days,
        `Pages by day. The budget is a mean: on its worst day the model sends ${Math.max(...load.model)} pages, the rule ${Math.max(...load.rule)}.`,
      ),
      ...(load.teams.some(({ pages }) => pages > 0) ? [await teamFigure(load)] : []),
      sliceTable(slices),
    ],
  };
}

type Paging = JudgedRun['evaluation']['paging'];

function teamFigure({ days, teams }: Paging['load']): Promise<report.Figure> {
  const drawn = teams.filter(({ pages }) => pages > 0).slice(0, SHOWN);
  const spec = report.heatMap({
    metric: 'Pages by team and day; beside a team, its pages of its share of the budget',
    periods: days.map(dayInWords),
    rows: drawn.map(({ team, pages, share, byDay }) => ({
      name: `${team}: ${pages} of ${decimal(share, 1)}`,
      counts: byDay,
    })),
    limit: prices.pagesPerShift,
  });
  const beyond = teams.filter(({ pages, share }) => pages > share).length;
  return report.figure(
    'pages-by-team',
    spec,
    `${drawn.length} of ${teams.length} teams, those paged most first. ${beyond} get more than their share of the budget, which goes by their jobs: trouble comes where machines are ill and code is broken.`,
    `Orange marks a day with more than ${prices.pagesPerShift} pages: where they fall into one shift of twelve hours, those beyond cost twice.`,
  );
}

/** A bootstrap of fewer hardly varies: four right pages of four would look certain. */
const FEWEST_PAGES = 10;

function sliceTable(slices: Paging['slices']): report.Block {
  const share = (one: report.Measured) => percent(one, 0);
  return report.table({
    caption: `By tier, whose minutes cost from most to least, and by the noise of the job. Intervals resample incidents; of fewer than ${FEWEST_PAGES} pages they say nothing. The last columns count pages of the rule, in brackets those that are right, and of one threshold for all jobs: on elapsed over expected minutes it favours noisy jobs, in spreads of the job quiet ones, and neither knows what a minute costs.`,
    rows: slices
      .filter(({ worthyRuns, pages, rulePages }) => worthyRuns + pages + rulePages > 0)
      .map(({ name, worthyRuns, pages, right, precision, ...others }) => ({
        jobs: name,
        'worth a page': count(worthyRuns),
        pages: count(pages),
        'precision [95 %]': pages < FEWEST_PAGES ? share(right / pages) : estimate(precision, share),
        'paged for': share(right / worthyRuns),
        'by the rule': `${count(others.rulePages)}\u00a0(${count(others.ruleRight)})`,
        'on minutes': count(others.onMinutes),
        'in spreads': count(others.inSpreads),
      })),
  });
}
