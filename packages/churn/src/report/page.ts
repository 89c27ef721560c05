import { describeFeatures } from '@applied-modeling/feature-store';
import {
  calibrationSection,
  countedTable,
  featureTable,
  namedSlices,
  type Page,
  percent,
  runPage,
  sliceSection,
} from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { churnFeatures } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';
import { auditSettings, MINIMUM_POSITIVE_ACCOUNTS } from '../settings.ts';
import { explainSections } from './explain.ts';
import { failuresSection } from './failures.ts';
import { labelSection } from './labels.ts';
import { queueSection } from './queue.ts';
import { rankingSection } from './ranking.ts';
import type { RunMetrics } from './run-files.ts';
import { tiles } from './tiles.ts';
import { timeSection } from './time.ts';

/** The report of a run as a page: the decision first, then the evidence in the order a sceptic would ask for it. */
export async function composeReport(run: JudgedRun, metrics: RunMetrics): Promise<Page> {
  return runPage(run, metrics, {
    title: 'Which accounts will collapse, early enough to act?',
    source: '../../../packages/churn/src',
    judged: `test decisions, ${percent(run.evaluation.baseRate)} of them end in collapse`,
    champion: championName(run.standing, 'the CSM rule'),
    tiles: tiles(run),
    sections: [
      await rankingSection(run),
      await queueSection(run),
      ...(await explainSections(run)),
      await calibrationSection(run.evaluation.calibration, ['accounts', 'collapse']),
      await timeSection(run),
      await sliceSection({
        slices: namedSlices(run.evaluation.slices),
        overall: run.evaluation.averagePrecision.estimate,
        by: 'by segment, tenure and region',
        tooFew: `fewer than ${MINIMUM_POSITIVE_ACCOUNTS} collapsed accounts`,
      }),
      labelSection(run),
      failuresSection(run),
    ],
    audited: auditSettings.thresholds,
    made: [
      countedTable(LEFT_OUT, 'account-weeks', { eligible: run.set.rows, ...run.set.excluded }),
      featureTable(describeFeatures(churnFeatures)),
    ],
    glossary: GLOSSARY,
  });
}

const LEFT_OUT = 'Account-weeks by eligibility, judged by what was known at the decision and nothing later.';

const GLOSSARY = {
  'gap closed': '(model − rule) / (ceiling − rule), of average precision',
  'observable ceiling':
    'average precision of the exact forward filter that sees what the model sees and knows the rules of the world',
  ladder: 'from knowing nothing through the rule in use to the model; each rung has to be beaten by more than noise',
  'CSM rule': 'what customer success managers go by today: many tickets, and usage below its usual level',
  DBU: 'Databricks unit, in which usage is metered and billed',
  'truth: best week of each account':
    'calls each account once, in the week in which a contact would keep most; nobody knows that much',
  'windows without clocks': 'they count rows by when they happened, whether or not anybody knew them by then',
};
