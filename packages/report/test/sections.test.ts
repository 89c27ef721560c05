import type { Rung } from '@applied-modeling/evaluation';
import { describe, expect, test } from 'vitest';
import { featureInWords } from '../src/feature-words.ts';
import type { Block, Section } from '../src/page.ts';
import { type AuditTold, auditSection } from '../src/sections/audit.ts';
import { calendarFigure } from '../src/sections/calendar.ts';
import { dataSection } from '../src/sections/data.ts';
import { decide } from '../src/sections/decision.ts';
import { explainChances, explainSection, reasons } from '../src/sections/explain.ts';
import { featureTable } from '../src/sections/features.ts';
import { type GateTold, gateSection } from '../src/sections/gate.ts';
import { ladderTable } from '../src/sections/ladder.ts';
import { liftTable } from '../src/sections/lift.ts';
import { pricedTable, priceFigure, queueFigures } from '../src/sections/queues.ts';
import { rankingSection } from '../src/sections/ranking.ts';
import { reliabilityBlocks } from '../src/sections/reliability.ts';
import { whyItShips } from '../src/sections/shipping.ts';
import { sliceSection } from '../src/sections/slices.ts';

const finding: AuditTold['findings'][number] = {
  detector: 'availability',
  subject: 'tickets_28d',
  found: 'a value of tomorrow',
  allowed: 'none after the decision',
  explanation: 'It was not known.',
  whatToDo: 'Read through asOf.',
  severity: 'refused',
};
const clean = { passed: true, checked: ['availability'], findings: [], notApplicable: [] };
const leaky = { ...clean, passed: false, findings: [finding, finding] };
const gate: GateTold = {
  passed: true,
  checks: [{ name: 'gain', passed: true, reason: 'passed: found 0.2; required above 0' }],
  skipped: [{ name: 'gap closed', why: 'there is no ceiling' }],
};
const refusing = { ...gate, passed: false, checks: [{ ...gate.checks[0], passed: false }] };

const texts = ({ blocks }: Pick<Section, 'blocks'>) =>
  blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
const rowsOf = (block: Block | undefined) =>
  block?.kind === 'table' ? block.rows.map((row) => Object.values(row)) : [];

test('the audit tells what was found, what was not applicable, and no more than five features', () => {
  const singleFeatureAucs = Array.from({ length: 12 }, (_, i) => ({ name: `f${i}`, auc: 0.6, missingnessAuc: null }));
  const audit = { ...clean, notApplicable: [{ detector: 'ceiling', why: 'own data' }], singleFeatureAucs };
  const section = auditSection({ audit, noticedAuc: 0.75, code: ['audit.ts'] });
  expect(texts(section)).toEqual(['The leak audit ran 1 detectors and found nothing. Not asked: ceiling (own data).']);
  expect(rowsOf(section.blocks.at(-1))).toHaveLength(5);
  expect(rowsOf(section.blocks.at(-1))[0]).toEqual(['`f0`', '0.600', '—']);
  const even = audit.singleFeatureAucs.map((one) => ({ ...one, missingnessAuc: 0.5 }));
  const dull = auditSection({ audit: { ...audit, singleFeatureAucs: even }, noticedAuc: 0.75, code: [] });
  expect(rowsOf(dull.blocks.at(-1))[0]).toEqual(['`f0`', '0.600']); // a column that says nothing is left out
  const refused = auditSection({ audit: { ...leaky, singleFeatureAucs: [] }, noticedAuc: 0.75, code: [] });
  expect(texts(refused)[0]).toBe('The leak audit refused this run.');
  expect(refused.blocks[1]).toMatchObject({
    kind: 'list',
    items: [expect.stringContaining('a value of tomorrow'), expect.anything()],
  });
});

describe('the gate', () => {
  const consequence = (of: GateTold, withheld?: string) =>
    texts(gateSection({ gate: of, champion: 'the old rule', withheld, code: [] }))[0];

  test('shows the evidence of every check, and which could not be asked', () => {
    const section = gateSection({ gate, champion: 'the old rule', code: [] });
    expect(rowsOf(section.blocks[0])).toEqual([
      ['gain', 'passed', 'found 0.2; required above 0'],
      ['gap closed', 'not asked', 'there is no ceiling'],
    ]);
  });

  test('says what follows from its verdict, and never a version that is not registered yet', () => {
    expect(consequence(gate)).toMatch(/^Offered as `challenger`. The old rule stays champion/);
    expect(consequence(refusing)).toMatch(/^Kept out: .*`challenger` stays where it was/);
    expect(consequence(gate, 'the engine leaves no file')).toBe('Nothing is registered: the engine leaves no file.');
  });
});

test('the decision is that of the audit, then that of the gate', () => {
  const told = { champion: 'the old rule', offer: 'It costs less.', tiles: [] };
  expect(decide({ ...told, audit: leaky, gate })).toMatchObject({
    tone: 'stop',
    text: '`tickets_28d`. Nothing is registered.',
  });
  expect(decide({ ...told, audit: clean, gate })).toMatchObject({
    tone: 'go',
    text: 'It costs less. The old rule stays in force until a person promotes the challenger.',
  });
  expect(decide({ ...told, audit: clean, gate: refusing })).toMatchObject({
    verdict: 'Keep the old rule for now',
    tone: 'open',
    text: 'The gate refused: gain.',
  });
});

test('the data section lists tables with their versions, what was noticed, and what was made of it', () => {
  const data = { rows: { orders: 1200, calendar: 7 }, versions: { orders: 3 }, notes: ['two rows are stray'] };
  const made = [{ kind: 'paragraph', text: 'made' }] as const;
  const { blocks } = dataSection({ data, made, code: [] });
  expect(rowsOf(blocks[0])).toEqual([
    ['orders', '1,200', '3'],
    ['calendar', '7', '—'],
  ]);
  expect(blocks.slice(1)).toEqual([{ kind: 'list', items: ['two rows are stray'] }, ...made]);
});

test('the calendar draws the gaps between the windows of every fold', async () => {
  const weeks = (first: number, last: number) => ({ first, last });
  const fold = { name: 'final', train: weeks(0, 9), calibration: weeks(12, 15), test: weeks(18, 20) };
  const { chart } = await calendarFigure({ rolling: [], final: fold, gapSteps: 2, historySteps: 23 });
  expect(chart.description).toBe(
    'Calendar of 1 folds in weeks 0 to 23: train, calibration, test, label, gap; now is week 23.',
  );
});

test('reliability shows what each method has, and why an event so rare has no slope', async () => {
  const bins = [{ meanScore: 0.1, observedRate: 0.12, low: 0.1, high: 0.14 }];
  const slope = { estimate: 1, low: 0.9, high: 1.1 };
  const full = {
    name: 'isotonic',
    bins,
    slope,
    expectedCalibrationError: 0.01,
    brierScore: 0.02,
  };
  const [figure, table] = await reliabilityBlocks([full], [], ['jobs', 'fail']);
  expect(figure).toMatchObject({ reading: 'On the diagonal, of jobs scored 30 % three in ten fail.' });
  expect(rowsOf(table)).toEqual([['isotonic', '1.000 [0.900, 1.100]', '1.00%', '0.02000']]);
  const { name, expectedCalibrationError, brierScore } = full;
  const [, rare] = await reliabilityBlocks(
    [{ name, bins, slope: { why: 'too few failed' }, expectedCalibrationError, brierScore }],
    [],
    ['jobs', 'fail'],
  );
  expect(rowsOf(rare)).toEqual([['isotonic', 'none: too few failed', '1.00%', '0.02000']]);
});

describe('slices', () => {
  const averagePrecision = { estimate: 0.4, low: 0.3, high: 0.5, standardError: 0.05 };
  const parts = { overall: 0.42, by: 'by region', tooFew: 'fewer than 15 late orders' };
  const small = ['south', 'west'].map((name) => ({ name, baseRate: 0.1, averagePrecision: null }));

  test('are drawn where they are large enough, and the others are counted', async () => {
    const slices = [{ name: 'north', baseRate: 0.08, averagePrecision }, ...small];
    const { blocks } = await sliceSection({ ...parts, slices });
    const caption = 'Average precision by region. 2 slices with fewer than 15 late orders are left out.';
    expect(blocks).toMatchObject([
      { kind: 'figure', caption, chart: { wide: expect.stringContaining('north (8.0%)') } },
    ]);
  });

  test('are a sentence where none is', async () => {
    expect(texts(await sliceSection({ ...parts, slices: small }))).toEqual([
      'No slice is large enough to judge. 2 slices with fewer than 15 late orders are left out.',
    ]);
  });
});

test('lift tells the share of what happens that the top holds', () => {
  const block = liftTable([{ fraction: 0.1, captured: 0.42, lift: 4.2 }], ['failures', 'jobs']);
  expect(block).toMatchObject({ caption: expect.stringContaining('more failures the riskiest jobs hold') });
  expect(rowsOf(block)).toEqual([['10%', '42.0%', '4.2']]);
});

describe('why a score', () => {
  const names = {
    names: ['tickets_28d', 'usage_ratio_28_84', 'tenure_days'],
    words: { tenure_days: 'days as a customer' },
  };
  const explained = { base: -3, effects: [[0.81, -1.5, 0.1]], values: [[5, 0.7123, Number.NaN]] };

  test('is told by what moved it most, in words, with what was found', () => {
    expect(reasons(names, explained, 0)).toEqual([
      'usage: 28 days over 84 = 0.712 (−1.50)',
      'tickets, 28 days = 5 (+0.81)',
      'days as a customer = missing (+0.10)',
    ]);
    expect(reasons(names, explained, 0, 1)).toHaveLength(2);
  });

  test('shows what the model uses, the cases in words, and the last of them as steps that add up', async () => {
    const { blocks } = await explainSection({
      ...names,
      unit: 'log-odds',
      step: '0.7 more doubles the odds',
      gain: [
        { feature: 'usage_ratio_28_84', totalGain: 30 },
        { feature: 'tickets_28d', totalGain: 20 },
      ],
      rows: Uint32Array.of(4, 9, 11),
      score: [0.86, 0.02, 0.02],
      order: [3, -4, -5],
      outcome: [0, 0, 0],
      tell: (at) => `account ${at}`,
      explain: ({ length }) => ({
        base: -3,
        effects: Array.from({ length }, () => explained.effects[0]),
        values: Array.from({ length }, () => explained.values[0]),
      }),
      code: [],
    });
    expect(texts({ blocks })[0]).toContain('not what to change');
    const [used, cases, one] = blocks.slice(1);
    expect(used).toMatchObject({ kind: 'figure', name: 'what-the-model-uses' });
    expect(used.kind === 'figure' && used.chart.description).toContain('usage: 28 days over 84 (60%) 1.50, tickets');
    expect(cases).toMatchObject({
      items: ['**Low**, account 2', '**High, surprising**, account 0'].map((line) =>
        expect.stringContaining(`${line}: usage`),
      ),
    });
    expect(one.kind === 'figure' && one.chart.description).toContain('this case −3.59'); // −3 + 0.81 − 1.5 + 0.1
  });

  test('of a chance, tells the chance that its margin comes to, and adds up in log-odds', async () => {
    const { blocks } = await explainChances({
      ...names,
      rows: Uint32Array.of(4, 9),
      ...{ margin: Float64Array.of(0, -2), calibrator: { method: 'none' }, outcome: [1, 0] },
      tell: (at, chance) => `account ${at}: ${chance.toFixed(2)}`,
      explain: () => ({
        base: -3,
        effects: [explained.effects[0], explained.effects[0]],
        values: Array(2).fill([1, 2, 3]),
      }),
      code: [],
    });
    expect(texts({ blocks })[0]).toContain('in log-odds (0.7 more doubles the odds)');
    expect(blocks[2]).toMatchObject({
      items: [
        expect.stringContaining('account 1: 0.12'),
        expect.stringContaining('**High, surprising**, account 0: 0.50'),
      ],
    });
  });

  test('features of one source and clock share a line, and a clock of all is told once', () => {
    const of = (name: string, window: string, more: { source?: string; clock?: string } = {}) => ({
      ...{ name, window, source: 'orders', grain: 'order', clock: 'available_at ≤ decided_at', freshness: '14 h' },
      ...more,
    });
    const told = [of('a_7d', '7 days'), of('b', 'newest row', { source: 'customers' }), of('a_28d', '28 days')];
    const block = featureTable([...told, of('ratio', 'theirs', { clock: 'theirs' })]);
    expect(block.kind === 'table' && block.caption).toContain('known at the decision: `available_at ≤ decided_at`.');
    expect(rowsOf(block)).toEqual([
      ['orders', 'order', '7, 28 days', '14 h', '`a_7d` `a_28d`'],
      ['customers', 'order', 'newest row', '14 h', '`b`'],
      ['orders', 'order', 'theirs', '14 h', '`ratio`'],
    ]);
    const windows = ['last 8 rows', 'last 2 hours', 'last 1 row', 'newest row'].map((window) => of('d', window));
    expect(rowsOf(featureTable(windows))[0][2]).toBe('last 1, 8 rows, last 2 hours, newest row');
    expect(rowsOf(featureTable([of('e', 'last 1 row')]))[0][2]).toBe('last 1 row');
    const later = of('c', '7 days', { clock: 'landed_at ≤ decided_at' });
    const [first] = rowsOf(featureTable([later, ...told])) ?? [];
    expect(first).toEqual(['orders', 'order', '7 days', 'landed_at ≤ decided_at', '14 h', '`c`']);
    expect(rowsOf(featureTable([of('d', 'days 1 to 6', { clock: 'published in advance' }), ...told]))[0]).toHaveLength(
      5,
    );
  });
});

test.each([
  ['usage_ratio_28_84', 'usage: 28 days over 84'],
  ['failed_queries_per_day_28d', 'failed queries a day, 28 days'],
  ['log_baseline', 'baseline, in logs'],
  ['segment_rank', 'segment rank'],
])('%s reads "%s"', (name, words) => expect(featureInWords(name)).toBe(words));

test('a ladder says of every rung but the model by how much the model beats it, and is about the model', () => {
  const of = (estimate: number) => ({ estimate, low: estimate - 0.1, high: estimate + 0.1, standardError: 0.05 });
  const figures = { precisionAtK: 0.5, rocAuc: 0.75 };
  const ladder: readonly Rung[] = [
    {
      name: 'rule',
      role: 'incumbent',
      averagePrecision: of(0.2),
      modelMinusThis: { ...of(0.3), excludesZero: true },
      ...figures,
    },
    {
      name: 'gbm',
      role: 'model',
      averagePrecision: of(0.5),
      modelMinusThis: { ...of(0), excludesZero: false },
      ...figures,
    },
  ];
  const block = ladderTable(ladder, 'The ladder.');
  expect(rowsOf(block)).toEqual([
    ['rule', '0.200 [0.100, 0.300]', '50.0%', '0.750', '0.300 [0.200, 0.400]'],
    ['gbm', '0.500 [0.400, 0.600]', '50.0%', '0.750', '—'],
  ]);
  const told = rankingSection(ladder, 0.6, 'The ladder.');
  expect(told.blocks[1]).toEqual(block);
  expect(texts(told)).toEqual([
    'Model − rule, the best simpler rung, is 0.300 [0.200, 0.400]: more than noise, so the model ships. It closes 60% of the gap from the rule to the observable ceiling.',
  ]);
  expect(texts(rankingSection(ladder, null, ''))[0]).toContain('there is no ceiling');
  expect(block).toMatchObject({ emphasis: 1 });
});

test('a list of another kind says what its length is, and what stays or changes with a price', async () => {
  const policies = [{ name: 'gbm', role: 'model', precision: [1, 0.5], net: [10, 5] }] as const;
  const draw = (flips: readonly { readonly multiplier: number; readonly label: string }[]) =>
    queueFigures(
      {
        queueLengths: { lengths: [2, 8], policies },
        sensitivity: { multipliers: [0.25, 4], policies, best: ['gbm', 'gbm'], flips },
      },
      {
        act: 'page',
        axis: 'Pages a day',
        chosen: { length: 4, label: 'budget' },
        caption: 'By budget.',
        reading: 'So.',
      },
    );
  const [byLength, stays] = await draw([]);
  expect(byLength.chart.wide).toContain('Pages a day');
  expect(stays.caption).toBe('Net value when a page costs a quarter to four times as much. The best stays gbm.');
  const [, turns] = await draw([{ multiplier: 2, label: 'gbm → do nothing' }]);
  expect(turns.caption).toMatch(/At ×2\.0 the best changes: gbm → do nothing\.$/);
});

test('lists in dollars say who acted how often, and in one word or two what has a price', async () => {
  const net = (estimate: number) => ({ estimate, low: estimate - 10, high: estimate + 10, standardError: 5 });
  const paired = (estimate: number) => ({ ...net(estimate), mean: estimate, excludesZero: true });
  const rule = { name: 'rule', role: 'incumbent', served: 1200, net: net(100), modelMinusThis: paired(50) } as const;
  const model = { name: 'gbm', role: 'model', served: 900, net: net(150), modelMinusThis: paired(0) } as const;
  const block = pricedTable([rule, model], { by: 'slates by', acted: 'shown', caption: 'Net.' });
  expect(rowsOf(block)).toEqual([
    ['rule', '1,200', '$100 [$90, $110]', '$50 [$40, $60]'],
    ['gbm', '900', '$150 [$140, $160]', '—'],
  ]);
  expect(block).toMatchObject({ caption: 'Net.', emphasis: 1 });
  const policies = [{ name: 'gbm', role: 'model', net: [10, 8, 5] }] as const;
  const sweep = { multipliers: [0.25, 1, 4], policies, best: ['gbm', 'gbm', 'gbm'], flips: [] };
  const { caption, chart } = await priceFigure(sweep, 'reading a page', 'reading');
  expect(caption).toBe(
    'Net value when reading costs a quarter to four times as much. From a quarter to four times the price of reading a page the best queue stays gbm.',
  );
  expect(chart.wide).toContain('price of reading a page');
});

test('what ships is told by the difference to the best simpler rung, and by whether that is noise', () => {
  const modelMinusBest = { estimate: -20, low: -30, high: -10, standardError: 5 };
  const [model, bestSimpler] = [{ name: 'GBM', role: 'model' } as const, { name: 'ridge', role: 'simple' } as const];
  const shipped = { ships: model, model, bestSimpler, modelMinusBest, modelEarnsItsPlace: true };
  expect(whyItShips(shipped, { better: 'cheaper', write: (value) => `$${value}` })).toBe(
    'GBM − ridge is $-20 [$-30, $-10], cheaper by more than noise',
  );
  expect(whyItShips({ ...shipped, modelEarnsItsPlace: false }, { better: 'better', unit: ' in MAPE' })).toBe(
    'GBM − ridge is −20.000 [−30.000, −10.000] in MAPE, not better by more than noise',
  );
});
