import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../prices.ts';
import { dayInWords } from './day-in-words.ts';

/** Teams that are shown, in the figure and in the table. */
const SHOWN = { drawn: 20, told: 5 };

/** Who is paged when, against the budget, and whether a page is as right for one part of the jobs as for another. */
export async function loadSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { load, noise, slices, perDay } = evaluation.paging;
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
    code: ['evaluation/page-load.ts', 'evaluation/noise-tenths.ts', 'evaluation/page-slices.ts'],
    blocks: [
      await report.figure(
        'pages-by-day',
        days,
        `Pages by day. The budget is a mean: on its worst day the model sends ${Math.max(...load.model)} pages, the rule ${Math.max(...load.rule)}.`,
      ),
      ...(load.teams.some(({ pages }) => pages > 0) ? [await teamFigure(load)] : []),
      teamTable(load.teams),
      await noiseFigure(noise),
      sliceTable(slices),
    ],
  };
}

type Paging = JudgedRun['evaluation']['paging'];

function teamFigure({ days, teams }: Paging['load']): Promise<report.Figure> {
  const drawn = teams.filter(({ pages }) => pages > 0).slice(0, SHOWN.drawn);
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

function teamTable(teams: Paging['load']['teams']): report.Block {
  const over = teams.filter(({ mostAShift }) => mostAShift > prices.pagesPerShift).length;
  return report.table({
    caption: `Of ${teams.length} teams, those the model pages most. Teams ever paged more than ${prices.pagesPerShift} times in a shift of twelve hours: ${over}.`,
    rows: teams.slice(0, SHOWN.told).map(({ team, jobs, pages, right, mostAShift, rulePages }) => ({
      ...{ team, jobs: count(jobs), pages: count(pages), right: count(right) },
      'most in a shift': count(mostAShift),
      'pages of the rule': count(rulePages),
    })),
  });
}

function noiseFigure({ pooled, standardised, worthy }: Paging['noise']): Promise<report.Figure> {
  const spec = report.backtest({
    metric: 'Share of pages, by tenths of the jobs from the quietest to the noisiest',
    periods: pooled.tenths.map((_, tenth) => `${tenth + 1}`),
    series: [
      { name: 'one threshold, elapsed over expected', values: pooled.tenths },
      { name: 'one in spreads of the job', values: standardised.tenths },
      { name: 'runs worth a page', role: 'ceiling', values: worthy.tenths },
    ],
    threshold: { value: 1 / pooled.tenths.length, label: 'evenly' },
  });
  const last = ({ noisiestTwentieth }: Paging['noise']['pooled']) => percent(noisiestTwentieth, 0);
  const first = ({ tenths }: Paging['noise']['pooled']) => percent(tenths[0], 0);
  return report.figure(
    'pages-by-noise',
    spec,
    `The same budget, one threshold for all jobs. On elapsed over expected minutes the noisiest 5 % of the jobs get ${last(pooled)} of the pages; in spreads of the job they get ${last(standardised)}, and the quietest tenth ${first(standardised)}. Of the runs worth a page the former have ${last(worthy)}, the latter ${first(worthy)}: neither threshold knows what a minute costs.`,
  );
}

/** A bootstrap of fewer hardly varies: four right pages of four would look certain. */
const FEWEST_PAGES = 10;

function sliceTable(slices: Paging['slices']): report.Block {
  const share = (one: report.Measured) => percent(one, 0);
  return report.table({
    caption: `By tier, whose minutes cost from most to least, and by the noise of the job. Intervals resample incidents; of fewer than ${FEWEST_PAGES} pages they say nothing.`,
    rows: slices
      .filter(({ worthyRuns, pages, rulePages }) => worthyRuns + pages + rulePages > 0)
      .map(({ name, worthyRuns, pages, right, precision, rulePages, ruleRight }) => ({
        jobs: name,
        'runs worth a page': count(worthyRuns),
        pages: count(pages),
        'precision [95 %]': pages < FEWEST_PAGES ? percent(right / pages, 0) : estimate(precision, share),
        'paged for': percent(right / worthyRuns, 0),
        'pages of the rule': count(rulePages),
        'precision of the rule': percent(ruleRight / rulePages, 0),
      })),
  });
}
