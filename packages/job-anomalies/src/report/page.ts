import type { RunMetrics } from '@applied-modeling/command';
import { describeFeatures } from '@applied-modeling/feature-store';
import { calibrationSection, count, featureTable, type Page, rankingSection, runPage } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { jobFeatures } from '../features.ts';
import { incumbentRule } from '../incumbent.ts';
import type { JudgedRun } from '../pipeline.ts';
import { auditSettings, candidateSettings } from '../settings.ts';
import { budgetSection } from './budget.ts';
import { counterfactualSection } from './counterfactual.ts';
import { detectionSection } from './detection.ts';
import { explainSections } from './explain.ts';
import { incidentSection } from './incident.ts';
import { loadSection } from './load.ts';
import { tiles } from './tiles.ts';

/** The report of a run as a page: the decision first, then one page told, then the evidence as a sceptic would ask for it. */
export async function composeReport(run: JudgedRun, metrics: RunMetrics): Promise<Page> {
  return runPage(run, metrics, {
    title: 'Page me when a job run is weirdly slow',
    source: '../../../packages/job-anomalies/src',
    judged: `checkpoints of ${count(run.evaluation.runs)} runs, ${count(run.evaluation.pageWorthyRuns)} of them worth a page`,
    champion: championName(run.standing, `the ${incumbentRule.name}`),
    tiles: tiles(run),
    sections: [
      ...(await incidentSection(run)),
      await budgetSection(run),
      await loadSection(run),
      await detectionSection(run),
      await counterfactualSection(run),
      ...(await explainSections(run)),
      rankingSection(
        run.evaluation.ladder,
        run.evaluation.gapClosed,
        'Every checkpoint of every test run, k of them a day; differences are paired, on the same resamples of incidents.',
      ),
      await calibrationSection(run.evaluation.calibration, ['checkpoints', 'end page-worthy']),
    ],
    audited: auditSettings,
    made: [featureTable(describeFeatures(jobFeatures))],
    glossary: GLOSSARY,
  });
}

const GLOSSARY = {
  checkpoint: `a moment at which a run is looked at: its start, and ${candidateSettings.multiples.slice(1).join(', ')} times its expected minutes`,
  counterfactual: 'what the run should have taken, given its bytes, its workers and the calendar',
  'page-worthy': 'a run whose minutes beyond what it should have taken cost more than a page',
  'observable ceiling': 'somebody who knows the rules of the world and sees the same data',
  limit: 'minutes from which the excess of a run costs more than a page',
  'robust z': 'log minutes above the median of the last thirty runs, in spreads between their quartiles',
};
