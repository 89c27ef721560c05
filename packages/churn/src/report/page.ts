import { auditSection, gateSection, type Page, percent, runPage } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { auditSettings } from '../settings.ts';
import { calibrationSection } from './calibration.ts';
import { dataSection } from './data.ts';
import { decision } from './decision.ts';
import { labelSection } from './labels.ts';
import { naiveJoinSection } from './naive-join.ts';
import { queueSection } from './queue.ts';
import { rankingSection } from './ranking.ts';
import type { RunMetrics } from './run-metrics.ts';
import { sliceSection } from './slices.ts';
import { timeSection } from './time.ts';

/** The report of a run as a page: the decision first, then the evidence in the order a sceptic would ask for it. */
export async function composeReport(run: JudgedRun, metrics: RunMetrics): Promise<Page> {
  const { audit, evaluation, gate, ingested, runId } = run;
  const told = { runId, source: ingested.source, fingerprints: metrics.fingerprints, testRows: metrics.rows.test };
  return runPage(told, {
    title: 'Which accounts will collapse, early enough to act?',
    judged: `test decisions, ${percent(evaluation.baseRate)} of them end in collapse`,
    source: '../../../packages/churn/src',
    decision: decision(run),
    glossary: GLOSSARY,
    sections: [
      await rankingSection(run),
      await queueSection(run),
      await calibrationSection(run),
      await timeSection(run),
      await sliceSection(run),
      auditSection({ audit, noticedAuc: auditSettings.thresholds.noticedAuc, code: ['evaluation/audit.ts'] }),
      naiveJoinSection(),
      gateSection({
        gate,
        incumbent: 'CSM rule',
        withheld: withheld(run),
        code: ['evaluation/gate.ts', 'stages/7-register.ts'],
      }),
      labelSection(run),
      dataSection(run),
    ],
  });
}

function withheld({ audit, modelFingerprint }: JudgedRun): string | undefined {
  if (!audit.passed) return 'the audit refused the run';
  return modelFingerprint === null ? 'this engine leaves no model file' : undefined;
}

const GLOSSARY = {
  'average precision': 'area under the precision-recall curve as a step function; a random order scores the base rate',
  'gap closed': '(model − rule) / (ceiling − rule), of average precision',
  'observable ceiling':
    'average precision of the exact forward filter that sees what the model sees and knows the rules of the world',
  ladder: 'from knowing nothing through the rule in use to the model; each rung has to be beaten by more than noise',
};
