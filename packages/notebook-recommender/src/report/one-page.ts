import { rowsInSteps } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { percent } from '@applied-modeling/report';
import { blend } from '../evaluation/scorers.ts';
import type { JudgedRun } from '../pipeline.ts';
import { readReasons, type Suggestion } from '../serving/reasons.ts';
import { bestOf, pagesOf, slateOf } from '../serving/slate.ts';
import { evaluateSettings } from '../settings.ts';

/** One blank page told whole: what the rule shows, what the model shows and why, and what the user used in the end. */
export async function onePageSections(run: JudgedRun): Promise<readonly report.Section[]> {
  if (!run.audit.passed) return [];
  const page = tellingPage(run);
  if (page === null) return [];
  const { ruled, slate } = page;
  const { set, ingested } = run;
  const [byRule, byModel] = [
    await readReasons(ingested.lake, set, ruled),
    await readReasons(ingested.lake, set, slate.rows),
  ];
  const called = ({ title, notebookId }: Suggestion) => title ?? notebookId;
  const mark = (row: number) => (isUsed(run, row) ? ' ✓' : '');
  const of = set.request[slate.rows[0]];
  const { userId, decidedAt, permitted } = set.requests;
  const when = new Date(decidedAt[of]).toISOString().slice(0, 16).replace('T', ' ');
  return [
    {
      title: 'One blank page',
      code: ['candidates.ts', 'serving/slate.ts', 'serving/reasons.ts'],
      blocks: [
        report.paragraph(
          `${userId[of]} opens a blank page on ${when} and may open ${permitted[of]} notebooks. The rule repeats what was used last; the model has seen which tables were read since. ✓ marks what the user used in the end, within half an hour.`,
        ),
        report.table({
          caption: `The slate by either policy. Chances are those of the model, each at its place; that any helps: ${percent(slate.chanceOfAny, 0)}.`,
          rows: byModel.map((suggestion, at) => ({
            place: String(at + 1),
            'the rule shows': byRule[at] ? `${called(byRule[at])}${mark(ruled[at])}` : '—',
            'the model shows': `${called(suggestion)}${mark(slate.rows[at])}`,
            chance: percent(slate.chance[at], 0),
            because: suggestion.because,
          })),
          words: ['because'],
        }),
      ],
    },
  ];
}

/** The first page of the test days on which the user ended with a notebook that the model shows first and the rule not at all. */
function tellingPage(run: JudgedRun) {
  const { set, model, ingested } = run;
  const rows = rowsInSteps(set.day, ingested.calendar.final.test).filter((row) => set.source[row] >= 0);
  for (const page of pagesOf(set, rows)) {
    const used = page.find((row) => isUsed(run, row));
    if (used === undefined || page.length < 2 * evaluateSettings.slate) continue;
    const score = blend.score(set, page);
    const ruled = bestOf(page, (_, at) => score[at]);
    if (ruled.includes(used)) continue;
    const slate = slateOf(set, model, page);
    if (slate.rows[0] === used) return { ruled, slate };
  }
  return null;
}

/** It helped from the slate, or was found without it. */
function isUsed({ set }: JudgedRun, row: number): boolean {
  return set.y[row] === 1 || set.foundAlone[row] === 1;
}
