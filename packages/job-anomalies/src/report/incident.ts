import * as report from '@applied-modeling/report';
import { count, dayInWords, decimal } from '@applied-modeling/report';
import type { IncidentStory } from '../evaluation/incident-story.ts';
import type { JudgedRun } from '../pipeline.ts';

/** One page of the model from before to after: what happened to the job, and who noticed when. */
export async function incidentSection({ evaluation }: JudgedRun): Promise<readonly report.Section[]> {
  const { incident } = evaluation.paging;
  if (incident === null) return [];
  const { job, truth, runs, pages } = incident;
  const spec = report.timeline({
    quantity: 'Minutes',
    points: runs.map(({ startedMs, minutes, isSlowed, expected, bound }) => ({
      ...{ atMs: startedMs, value: minutes, expected, limit: bound },
      kind: KINDS[Number(isSlowed)],
    })),
    band: 'from what the run should take to its 99 % quantile',
    kinds: KINDS,
    episode: truth && { ...truth, label: truth.cause === 'regression' ? 'broken code' : truth.cause },
    marks: pages.map(({ pager, startedMs, afterMinutes }) => ({
      by: `${pager} pages`,
      atMs: startedMs,
      value: afterMinutes,
    })),
  });
  return [
    {
      title: 'What does a page look like?',
      code: ['evaluation/incident-story.ts', 'evaluation/paging.ts'],
      blocks: [
        report.paragraph(whatHappened(incident)),
        await report.figure(
          'one-incident',
          spec,
          `${job}, run by run. A page below its run came before the run had ended.`,
          'A round dot is a run at the minutes it took, few where it failed; any other mark is a page, at the minutes the run had taken by then.',
        ),
      ],
    },
  ];
}

const KINDS = ['a run', 'a slowed run'] as const;

function whatHappened({ job, team, truth, runs, pages }: IncidentStory): string {
  const whose = `${job}${team === null ? '' : ` of ${team}`}`;
  const sentMs = ({ startedMs, afterMinutes }: (typeof pages)[number]) => startedMs + 60_000 * afterMinutes;
  const sent = pages.toSorted((a, b) => sentMs(a) - sentMs(b));
  const first = sent.filter(({ pager }, at) => sent.findIndex((one) => one.pager === pager) === at);
  const told = first.map(
    (page) => `${page.pager} on ${dayInWords(sentMs(page))}, after ${decimal(page.afterMinutes, 0)} minutes`,
  );
  const slowed = runs.filter(({ isSlowed }) => isSlowed);
  const cause =
    truth === null
      ? `${whose}: the right page with the largest excess.`
      : `${whose}: a ${truth.cause} made ${count(slowed.length)} runs take ${decimal(truth.factor, 1)} times what they should${truth.cause === 'regression' ? ', from a deploy on' : ''}. No other right page of the model tells of more slowed runs.`;
  return `${cause} First pages in these days: ${told.join('; ')}.`;
}
