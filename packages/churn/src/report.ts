import * as charts from '@applied-modeling/report';
import { count, decimal, interval, type Page, percent, renderChart, usd } from '@applied-modeling/report';
import type { RunMetrics } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';

/** The report of a run as a page: the decision first, then the evidence in the order a sceptic would ask for it. */
export async function composeReport(run: TrainRun, metrics: RunMetrics): Promise<Page> {
  const { evaluation, audit, registered } = run;
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
      {
        title: 'Is any of it too good to be true?',
        code: [{ label: 'audit.ts', href: '../../../packages/churn/src/audit.ts' }],
        blocks: [
          {
            kind: 'paragraph',
            text: audit.passed
              ? `The leak audit ran ${audit.checked.length} detectors and found nothing. Not applicable here: ${audit.notApplicable.map(({ detector }) => detector).join(', ') || 'none'}.`
              : 'The leak audit refused this run.',
          },
          ...(audit.findings.length > 0
            ? [
                {
                  kind: 'list',
                  items: audit.findings.map(
                    (f) => `**${f.detector}**: \`${f.subject}\`: ${f.found}. ${f.explanation} ${f.whatToDo}`,
                  ),
                } as const,
              ]
            : []),
          {
            kind: 'table',
            caption: 'The ten strongest features, each alone. Nothing honest should pass 0.75.',
            table: {
              columns: [
                { title: 'feature' },
                { title: 'AUC of its values', align: 'right' },
                { title: 'of its missingness', align: 'right' },
              ],
              rows: audit.singleFeatureAucs
                .slice(0, 10)
                .map(({ name, auc, missingnessAuc }) => [`\`${name}\``, decimal(auc), decimal(missingnessAuc)]),
            },
          },
        ],
      },
      {
        title: 'May it be promoted?',
        code: [{ label: '7-register.ts', href: '../../../packages/churn/src/stages/7-register.ts' }],
        blocks: [
          {
            kind: 'table',
            table: {
              columns: [{ title: 'check' }, { title: 'verdict' }, { title: 'evidence' }],
              rows: registered.gate.checks.map(({ name, passed, reason }) => [
                name,
                passed ? 'passed' : 'failed',
                reason,
              ]),
            },
          },
          {
            kind: 'paragraph',
            text:
              registered.version === null
                ? 'Nothing was registered.'
                : `Registered as version ${registered.version}, alias \`challenger\`. The CSM rule stays champion until a person moves the alias.`,
          },
        ],
      },
      {
        title: 'Which label?',
        code: [{ label: 'label.ts', href: '../../../packages/churn/src/label.ts' }],
        blocks: [
          {
            kind: 'table',
            caption:
              'Three readings of “churn” on all account-weeks with usage. A label that is mostly plain to see already makes metrics splendid and the queue useless.',
            table: {
              columns: [
                { title: 'label' },
                { title: 'base rate', align: 'right' },
                { title: 'plain to see at the decision', align: 'right' },
                { title: 'also a usage collapse', align: 'right' },
              ],
              rows: evaluation.labels.map((one) => [
                one.label,
                percent(one.baseRate),
                percent(one.alreadyGone),
                percent(one.agreesWithUsage),
              ]),
            },
          },
        ],
      },
    ],
    footer: `Run ${metrics.run_id}; data ${metrics.fingerprints.data}, features ${metrics.fingerprints.features?.slice(0, 16)}, model ${metrics.fingerprints.model ?? 'none'}.`,
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

function decision({ evaluation, audit, registered }: TrainRun): Page['decision'] {
  const rule = evaluation.ladder.find(({ name }) => name === 'csm_rule')!;
  const best = evaluation.money.find(({ policy }) => policy.includes('most revenue'))!;
  const { gate } = registered;
  const refused = gate.checks.filter(({ passed }) => !passed).map(({ name }) => name);
  const tiles = [
    {
      label: 'average precision',
      value: decimal(evaluation.averagePrecision.estimate),
      detail: `rule ${decimal(rule.averagePrecision.estimate)}${evaluation.ceilings ? `, ceiling ${decimal(evaluation.ceilings.observable.estimate)}` : ''}`,
    },
    {
      label: `precision at ${evaluation.k} a week`,
      value: percent(evaluation.precisionAtK.precision, 0),
      detail: `rule ${percent(rule.precisionAtK, 0)}, at most ${percent(evaluation.precisionAtK.achievable, 0)}`,
    },
    {
      label: 'gap closed',
      value: percent(evaluation.ceilings?.gapClosed, 0),
      detail: evaluation.ceilings ? 'from the rule to the ceiling' : 'unknown on your own data',
    },
    {
      label: 'net value, 12 weeks',
      value: usd(best.net.estimate),
      detail: `${usd(best.net.low)} to ${usd(best.net.high)}`,
    },
  ];
  if (!audit.passed) {
    return {
      verdict: 'Do not use this run: the audit found a leak',
      tone: 'stop',
      text: `${[...new Set(audit.findings.map(({ subject }) => `\`${subject}\``))].join(', ')}. Nothing was registered.`,
      tiles,
    };
  }
  return gate.passed
    ? {
        verdict: 'Offer the model for promotion',
        tone: 'go',
        text: 'Every check of the gate passed. The CSM rule stays in force until a person promotes the challenger.',
        tiles,
      }
    : { verdict: 'Keep the CSM rule for now', tone: 'open', text: `The gate refused: ${refused.join(', ')}.`, tiles };
}

async function rankingSection({ evaluation }: TrainRun): Promise<Page['sections'][number]> {
  const chart = await renderChart(charts.precisionRecall({ curves: evaluation.curves, baseRate: evaluation.baseRate }));
  const ceilings = evaluation.ceilings;
  return {
    title: 'How well does it rank?',
    code: [{ label: '6-evaluate.ts', href: '../../../packages/churn/src/stages/6-evaluate.ts' }],
    blocks: [
      {
        kind: 'paragraph',
        text: ceilings
          ? `The observable ceiling is what a forecaster reaches who knows how this world works and sees the same data; the clairvoyant ceiling also knows every hidden state. Average precision of the model is ${interval(evaluation.averagePrecision.estimate, [evaluation.averagePrecision.low, evaluation.averagePrecision.high])}, of the ceiling ${decimal(ceilings.observable.estimate)}: gap closed ${percent(ceilings.gapClosed)}.`
          : 'On your own data nobody knows how well anyone could have done: there is no ceiling and no gap closed.',
      },
      {
        kind: 'figure',
        name: 'precision-recall',
        chart,
        caption: 'The model lies far above the rule and below the ceiling, as it must.',
        reading: 'Left to right the queue grows; each curve shows which share of it is right.',
      },
      {
        kind: 'table',
        caption: 'The ladder. Differences are paired: both scores on the same resamples of accounts.',
        table: {
          columns: [
            { title: 'rung' },
            { title: 'average precision', align: 'right' },
            { title: 'precision at k', align: 'right' },
            { title: 'ROC AUC', align: 'right' },
            { title: 'model − this', align: 'right' },
          ],
          rows: evaluation.ladder.map((one) => [
            one.name,
            interval(one.averagePrecision.estimate, [one.averagePrecision.low, one.averagePrecision.high]),
            percent(one.precisionAtK),
            decimal(one.rocAuc),
            one.name === evaluation.model
              ? '—'
              : interval(one.modelMinusThis.estimate, [one.modelMinusThis.low, one.modelMinusThis.high]),
          ]),
        },
      },
    ],
  };
}

async function queueSection({ evaluation }: TrainRun): Promise<Page['sections'][number]> {
  const { queueLengths, sensitivity, money } = evaluation;
  const queue = await renderChart(
    charts.queueLength({
      lengths: queueLengths.map(({ length }) => length),
      policies: [
        {
          name: 'model',
          role: 'score',
          precision: queueLengths.map(({ precision }) => precision),
          netValue: queueLengths.map(({ netUsd }) => netUsd),
        },
        {
          name: 'CSM rule',
          role: 'baseline',
          precision: queueLengths.map(({ rulePrecision }) => rulePrecision),
          netValue: queueLengths.map(({ ruleNetUsd }) => ruleNetUsd),
        },
      ],
      achievablePrecision: queueLengths.map(({ achievable }) => achievable),
      chosen: { length: queueLengths[2].length, label: 'weekly slots' },
    }),
  );
  const sweep = await renderChart(
    charts.sensitivity({
      assumption: 'price of a contact',
      multipliers: sensitivity.multipliers,
      policies: sensitivity.policies.map(({ name, netUsd }) => ({
        name,
        role: name.startsWith('truth') ? 'ceiling' : name.startsWith('model') ? 'score' : 'baseline',
        netValue: netUsd,
      })),
      flips: sensitivity.flips,
    }),
  );
  return {
    title: 'What is the queue worth?',
    code: [{ label: 'queue-money.ts', href: '../../../packages/churn/src/queue-money.ts' }],
    blocks: [
      {
        kind: 'figure',
        name: 'queue-length',
        chart: queue,
        caption: 'Precision and money by the length of the weekly queue.',
        reading:
          'The grey line is what a perfect ranking would reach: with more slots than collapses nobody can be right every time.',
      },
      {
        kind: 'table',
        caption:
          'Twelve weeks; every account is contacted at most once. The riskiest accounts are not the most valuable ones, nor those a contact helps most.',
        table: {
          columns: [
            { title: 'queue ordered by' },
            { title: 'contacts', align: 'right' },
            { title: 'kept', align: 'right' },
            { title: 'cost', align: 'right' },
            { title: 'net [95 %]', align: 'right' },
          ],
          rows: money.map(({ policy, contacts, valueUsd, costUsd, net }) => [
            policy,
            count(contacts),
            usd(valueUsd),
            usd(costUsd),
            interval(net.estimate, [net.low, net.high], usd),
          ]),
        },
      },
      {
        kind: 'figure',
        name: 'sensitivity',
        chart: sweep,
        caption: 'Net value when a contact costs a quarter to four times as much.',
      },
    ],
  };
}

async function calibrationSection({ evaluation }: TrainRun): Promise<Page['sections'][number]> {
  const names = { isotonic: 'isotonic', platt: 'Platt', none: 'raw' } as const;
  const chart = await renderChart(
    charts.reliability({
      methods: evaluation.calibration.map(({ method, bins }) => ({ name: names[method], bins })),
      histogram: evaluation.scoreHistogram,
    }),
  );
  return {
    title: 'Can a probability be multiplied by dollars?',
    code: [{ label: '5-calibrate.ts', href: '../../../packages/churn/src/stages/5-calibrate.ts' }],
    blocks: [
      {
        kind: 'figure',
        name: 'reliability',
        chart,
        caption: 'Predicted against observed collapse rates, with 95 % intervals.',
        reading: 'On the diagonal, of accounts scored 30 % three in ten collapse.',
      },
      {
        kind: 'table',
        table: {
          columns: [
            { title: 'method' },
            { title: 'slope', align: 'right' },
            { title: 'intercept', align: 'right' },
            { title: 'calibration error', align: 'right' },
            { title: 'Brier', align: 'right' },
            { title: 'log loss', align: 'right' },
          ],
          rows: evaluation.calibration.map((one) => [
            names[one.method],
            interval(one.slope.estimate, [one.slope.low, one.slope.high]),
            interval(one.intercept.estimate, [one.intercept.low, one.intercept.high]),
            percent(one.expectedCalibrationError, 2),
            decimal(one.brierScore, 5),
            decimal(one.logLoss, 4),
          ]),
        },
      },
      {
        kind: 'paragraph',
        text: `The Brier score is reliability ${decimal(evaluation.brier.reliability, 5)} − resolution ${decimal(evaluation.brier.resolution, 5)} + uncertainty ${decimal(evaluation.brier.uncertainty, 5)}, and two small terms for the spread inside bins.`,
      },
    ],
  };
}

async function timeSection({ evaluation, ingested }: TrainRun): Promise<Page['sections'][number]> {
  const { backtest, rolling } = evaluation;
  const { calendar } = ingested;
  const folds = [...calendar.rolling, calendar.final];
  const gantt = await renderChart(
    charts.calendar({
      nowWeek: calendar.historyWeeks,
      folds: folds.map(({ name, train, calibration, test }) => ({
        name,
        windows: [
          { kind: 'train', from: train.firstWeek, to: train.lastWeek + 1 },
          { kind: 'gap', from: train.lastWeek + 1, to: calibration.firstWeek },
          { kind: 'calibration', from: calibration.firstWeek, to: calibration.lastWeek + 1 },
          { kind: 'gap', from: calibration.lastWeek + 1, to: test.firstWeek },
          { kind: 'test', from: test.firstWeek, to: test.lastWeek + 1 },
          { kind: 'label', from: test.lastWeek + 1, to: test.lastWeek + 1 + calendar.gapWeeks },
        ],
      })),
    }),
  );
  const hasCeiling = backtest.every(({ observable }) => observable !== null);
  const weekly =
    backtest.length < 2
      ? []
      : [
          {
            kind: 'figure',
            name: 'backtest',
            chart: await renderChart(
              charts.backtest({
                metric: 'average precision',
                periods: backtest.map(({ week }) => `week ${week}`),
                series: [
                  {
                    name: 'model',
                    role: 'score',
                    values: backtest.map(({ model }) => model.estimate),
                    low: backtest.map(({ model }) => model.low),
                    high: backtest.map(({ model }) => model.high),
                  },
                  { name: 'CSM rule', role: 'baseline', values: backtest.map(({ rule }) => rule) },
                  ...(hasCeiling
                    ? [
                        {
                          name: 'ceiling',
                          role: 'ceiling',
                          values: backtest.map(({ observable }) => observable as number),
                        } as const,
                      ]
                    : []),
                ],
              }),
            ),
            caption: 'Week by week through the test window.',
            reading: 'Bands are 95 % intervals from resampling the accounts of that week.',
          } as const,
        ];
  return {
    title: 'Does it hold over time?',
    code: [{ label: '3-split.ts', href: '../../../packages/churn/src/stages/3-split.ts' }],
    blocks: [
      {
        kind: 'figure',
        name: 'calendar',
        chart: gantt,
        caption:
          'Every window is a label horizon away from the next, so nothing learns from an outcome that was not known yet.',
      },
      ...weekly,
      ...(rolling.length > 0
        ? [
            {
              kind: 'table',
              caption:
                'The same recipe fitted one to four quarters earlier, with less history each time. The bootstrap cannot know this spread.',
              table: {
                columns: [
                  { title: 'fold' },
                  { title: 'model', align: 'right' },
                  { title: 'CSM rule', align: 'right' },
                  { title: 'ceiling', align: 'right' },
                ],
                rows: rolling.map((fold) => [
                  fold.name,
                  decimal(fold.averagePrecision),
                  decimal(fold.rule),
                  decimal(fold.observable),
                ]),
              },
            } as const,
          ]
        : []),
    ],
  };
}

async function sliceSection({ evaluation }: TrainRun): Promise<Page['sections'][number]> {
  const judged = evaluation.slices.flatMap((slice) =>
    slice.averagePrecision ? [{ ...slice, ap: slice.averagePrecision }] : [],
  );
  const skipped = evaluation.slices.length - judged.length;
  const note = skipped > 0 ? ` ${skipped} slices with fewer than fifteen collapsed accounts are left out.` : '';
  if (judged.length === 0)
    return { title: 'For whom?', blocks: [{ kind: 'paragraph', text: `No slice is large enough to judge.${note}` }] };
  const chart = await renderChart(
    charts.barsWithIntervals({
      metric: 'average precision',
      bars: judged.map(({ slice, value, ap }) => ({
        name: `${slice}: ${value}`,
        value: ap.estimate,
        low: ap.low,
        high: ap.high,
      })),
      reference: { value: evaluation.averagePrecision.estimate, label: 'all' },
    }),
  );
  return {
    title: 'For whom?',
    blocks: [
      {
        kind: 'figure',
        name: 'slices',
        chart,
        caption: `Average precision by segment, tenure and region.${note}`,
        reading: 'Average precision rises with the base rate of a slice, so compare slices with care.',
      },
    ],
  };
}

const GLOSSARY = {
  'average precision': 'area under the precision-recall curve as a step function; a random order scores the base rate',
  'gap closed': '(model − rule) / (ceiling − rule), of average precision',
  'observable ceiling':
    'average precision of the exact forward filter that sees what the model sees and knows the rules of the world',
  ladder: 'from knowing nothing through the rule in use to the model; each rung has to be beaten by more than noise',
};
