import { describe, expect, test } from 'vitest';
import { ALL_DETECTORS, type AuditEvidence, auditEvidence } from '../../src/index.ts';
import { columnOf, honest, ROWS, withColumn } from './honest-evidence.ts';

const DAY = 86_400_000;

test('honest data yields no finding, and every detector looked', () => {
  const audit = auditEvidence(honest);
  expect(audit.findings).toEqual([]);
  expect(audit.passed).toBe(true);
  expect(audit.checked).toEqual(ALL_DETECTORS.map(({ name }) => name));
  expect(audit.notApplicable).toEqual([]);
});

interface Planted {
  readonly fault: string;
  readonly detector: string;
  readonly subject: string;
  readonly evidence: AuditEvidence;
}

const lateFrom = (source: Float64Array, row: number, days: number) =>
  source.map((value, index) => (index === row ? value + days * DAY : value));

const overwrittenHealth = columnOf(({ entity }) => (entity * 7) % 5);

const planted: readonly Planted[] = [
  {
    fault: 'one value that became available a day after its decision',
    detector: 'availability',
    subject: 'usage',
    evidence: {
      ...honest,
      maxAvailableAtBySource: {
        ...honest.maxAvailableAtBySource,
        usage: lateFrom(honest.maxAvailableAtBySource.usage, 7, 1.25),
      },
    },
  },
  {
    fault: 'an event on the instant of its decision',
    detector: 'own-label-window',
    subject: 'usage',
    evidence: {
      ...honest,
      maxEventTimeBySource: { usage: lateFrom(honest.maxEventTimeBySource.usage, 11, 1.25) },
    },
  },
  {
    fault: 'a window that reaches into the time of the label',
    detector: 'own-label-window',
    subject: 'usage',
    evidence: {
      ...honest,
      maxEventTimeBySource: { usage: honest.labelWindow.startsAt.map((startsAt) => startsAt + 3 * DAY) },
    },
  },
  {
    fault: 'a column that nearly is the label, upside down',
    detector: 'single-feature-auc',
    subject: 'health_score',
    evidence: withColumn(
      'health_score',
      columnOf(({ label, noise }) => noise - 0.95 * label),
    ),
  },
  {
    fault: 'a column whose being missing nearly is the label',
    detector: 'single-feature-auc',
    subject: 'last_note',
    evidence: withColumn(
      'last_note',
      columnOf(({ label, noise }) => (label === 1 || noise < 0.02 ? Number.NaN : noise)),
    ),
  },
  {
    fault: 'a table overwritten in place, joined without a clock',
    detector: 'as-of-against-now',
    subject: 'crm_health',
    evidence: withColumn('crm_health', overwrittenHealth),
  },
  {
    fault: 'a value that reads differently today than it did then',
    detector: 'as-of-against-now',
    subject: 'usage',
    evidence: {
      ...honest,
      now: {
        ...honest.now,
        reread: honest.now.reread.map((values, index) =>
          index === 0 ? values.map((value, place) => (place === 5 ? value + 1 : value)) : values,
        ),
      },
    },
  },
  {
    fault: 'a test row whose label shares a day with a training row of its entity',
    detector: 'label-window-overlap',
    subject: 'final',
    evidence: {
      ...honest,
      labelWindow: {
        ...honest.labelWindow,
        endsAt: honest.labelWindow.startsAt.map((startsAt) => startsAt + 113 * DAY),
      },
    },
  },
  {
    fault: 'a score above what anyone could reach',
    detector: 'above-the-ceiling',
    subject: 'model score',
    evidence: { ...honest, ceiling: { difference: 0.013, standardError: 0.004 } },
  },
];

describe.each(planted)('$fault', ({ detector, subject, evidence }) => {
  test(`is refused by ${detector}, and by it alone`, () => {
    const audit = auditEvidence(evidence);
    expect(audit.passed).toBe(false);
    const refused = audit.findings.filter(({ severity }) => severity === 'refused');
    expect(refused.map((finding) => [finding.detector, finding.subject])).toEqual([[detector, subject]]);
  });

  test(`passes once ${detector} is removed`, () => {
    const others = ALL_DETECTORS.filter(({ name }) => name !== detector);
    expect(auditEvidence(evidence, others).passed).toBe(true);
  });
});

test('a finding says what was found, what is allowed, why it matters and what to do', () => {
  const [{ evidence }] = planted;
  expect(auditEvidence(evidence).findings).toEqual([
    {
      detector: 'availability',
      subject: 'usage',
      found: `1 of ${ROWS} rows, the worst a value available at 2025-07-22 06:00:00Z in a row decided at 2025-07-21 06:00:00Z`,
      allowed: 'available_at <= decided_at in every row',
      explanation:
        'At the decision nobody could have known this value, so a model that learns from it will miss it live.',
      whatToDo: 'Read usage through the as-of door, not the latest one.',
      severity: 'refused',
    },
  ]);
});

test('a column that carries much of the answer is noticed, and does not fail the audit', () => {
  const audit = auditEvidence(
    withColumn(
      'cancel_page_views',
      columnOf(({ label, noise }) => noise + 0.45 * label),
    ),
  );
  expect(audit.findings.map(({ subject, severity }) => [subject, severity])).toEqual([
    ['cancel_page_views', 'noticed'],
  ]);
  expect(audit.passed).toBe(true);
});

test('a column that stands still is no leak once it is declared static, or has changed for one entity', () => {
  const declared = withColumn('crm_health', overwrittenHealth);
  const declaredStatic = ['segment', 'crm_health'];
  expect(auditEvidence({ ...declared, now: { ...declared.now!, declaredStatic } }).findings).toEqual([]);
  const changedOnce = columnOf(({ entity, decision }) => (entity === 3 && decision < 2 ? 9 : (entity * 7) % 5));
  expect(auditEvidence(withColumn('plan_rank', changedOnce)).findings).toEqual([]);
  expect(
    auditEvidence(
      withColumn(
        'constant',
        columnOf(() => 1),
      ),
    ).findings,
  ).toEqual([]);
});

test('an entity that changed its id is one entity: its label windows are compared across ids', () => {
  // Row 0 is trained on under the first id of a customer, row 1 judged under the second, labelled two weeks later.
  const startsAt = [Date.parse('2025-03-01'), Date.parse('2025-03-15')];
  const labelWindow = { startsAt, endsAt: startsAt.map((instant) => instant + 28 * DAY) };
  const folds = [{ name: 'final', earlier: Uint32Array.of(0), later: Uint32Array.of(1) }];
  expect(auditEvidence({ labelWindow, folds, entity: [0, 1] }).findings).toEqual([]);
  expect(auditEvidence({ labelWindow, folds, entity: [0, 0] }).findings.map(({ found }) => found)).toEqual([
    '1 of 1 later rows, e.g. entity 0: row 0 is labelled by 2025-03-01 00:00:00Z to 2025-03-29 00:00:00Z, ' +
      'row 1 by 2025-03-15 00:00:00Z to 2025-04-12 00:00:00Z',
  ]);
});

test('an entity that changed its id does not clear a column that says the same under each id, then and now', () => {
  const secondId = (entity: number, decision: number) => entity % 10 === 3 && decision > 3;
  const health = columnOf(({ entity, decision }) => (entity * 7 + (secondId(entity, decision) ? 1 : 0)) % 5);
  const { now, ...others } = withColumn('crm_health', health);
  const current = [...now!.current.slice(0, -1), Float32Array.from(now!.rows, (row) => health[row])];
  const audit = auditEvidence({ ...others, now: { ...now!, current } });
  expect(audit.findings.map(({ subject }) => subject)).toEqual(['crm_health']);
});

test('AUCs that were measured before are judged as they are', () => {
  const featureAucs = [{ name: 'usage', auc: 0.97, missingnessAuc: 0.5 }];
  expect(
    auditEvidence({ ...honest, featureAucs }).findings.map(({ detector, subject }) => [detector, subject]),
  ).toEqual([['single-feature-auc', 'usage']]);
});

test('without evidence nothing passes as checked', () => {
  const audit = auditEvidence({ names: honest.names, columns: honest.columns, ceiling: null });
  expect(audit.checked).toEqual([]);
  expect(audit.notApplicable).toEqual([
    { detector: 'availability', why: 'no decidedAt and no maxAvailableAtBySource given' },
    { detector: 'own-label-window', why: 'no decidedAt and no maxEventTimeBySource given' },
    { detector: 'as-of-against-now', why: 'no entity and no rows read again as of now given' },
    { detector: 'single-feature-auc', why: 'no label given' },
    { detector: 'label-window-overlap', why: 'no entity and no labelWindow and no folds given' },
    { detector: 'above-the-ceiling', why: 'no ceiling given' },
  ]);
});

test('a label of one class cannot be told from anything', () => {
  const audit = auditEvidence({ ...honest, label: new Float32Array(ROWS) });
  expect(audit.notApplicable.map(({ detector }) => detector)).toEqual(['single-feature-auc']);
});

test('lists that do not run parallel are refused, because a misaligned list would find nothing', () => {
  expect(() => auditEvidence({ ...honest, label: new Float32Array(ROWS - 1) })).toThrow(
    `audit evidence: label has ${ROWS - 1} rows, decidedAt ${ROWS}; give lists that run parallel`,
  );
});
