import { count, type Page, percent } from '@applied-modeling/report';
import type { RunMetrics } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';
import { auditSection } from './report/audit.ts';
import { calibrationSection } from './report/calibration.ts';
import { dataSection } from './report/data.ts';
import { decision } from './report/decision.ts';
import { gateSection } from './report/gate.ts';
import { labelSection } from './report/labels.ts';
import { naiveJoinSection } from './report/naive-join.ts';
import { queueSection } from './report/queue.ts';
import { rankingSection } from './report/ranking.ts';
import { sliceSection } from './report/slices.ts';
import { timeSection } from './report/time.ts';

/** The report of a run as a page: the decision first, then the evidence in the order a sceptic would ask for it. */
export async function composeReport(run: TrainRun, metrics: RunMetrics): Promise<Page> {
  const { data, features, model } = metrics.fingerprints;
  return {
    title: 'Which accounts will collapse, early enough to act?',
    subtitle: describeData(run, metrics),
    decision: decision(run),
    glossary: GLOSSARY,
    sections: [
      await rankingSection(run),
      await queueSection(run),
      await calibrationSection(run),
      await timeSection(run),
      await sliceSection(run),
      auditSection(run),
      naiveJoinSection(),
      gateSection(run),
      labelSection(run),
      dataSection(run),
    ],
    footer: `Run ${metrics.run_id}; data ${data}, features ${features?.slice(0, 16)}, model ${model ?? 'none'}.`,
  };
}

function describeData({ ingested, evaluation }: TrainRun, metrics: RunMetrics): string {
  const { source } = ingested;
  const where =
    source.kind === 'simulated'
      ? `simulated world, size ${source.size}, seed ${source.seed}`
      : `your data in ${source.dir}`;
  return `${where}: ${count(metrics.rows.test)} test decisions, ${percent(evaluation.baseRate)} of them end in collapse`;
}

const GLOSSARY = {
  'average precision': 'area under the precision-recall curve as a step function; a random order scores the base rate',
  'gap closed': '(model − rule) / (ceiling − rule), of average precision',
  'observable ceiling':
    'average precision of the exact forward filter that sees what the model sees and knows the rules of the world',
  ladder: 'from knowing nothing through the rule in use to the model; each rung has to be beaten by more than noise',
};
