import type { ColumnReference } from '@applied-modeling/evaluation';
import { evaluateGate, type GateCheck, type GateVerdict, type SkippedCheck } from '@applied-modeling/tracking';
import type { ScoreRun } from './scored-batch.ts';

/** What is known of the batch before: the last one that was published for an earlier day, the same day of the week. */
export interface BatchBefore {
  /** `2026-11-23`. */
  readonly decidedOn: string;
  readonly rows: number;
  /** Null where a rule scored. */
  readonly meanProbability: number | null;
}

/**
 * Wide on purpose. A batch is held back when it cannot be right, not when the world has moved: that is what monitoring is for, and
 * a week without a queue costs more than one that is a little off.
 */
export const batchSettings = {
  rowsTimes: [0.5, 2] /* of the batch before: half of a table that did not land, or every row twice */,
  meanTimes: [1 / 3, 3] /* of its mean probability */,
  missingShare: 0.5 /* more missing values in a column than when the model was fitted, as a share of rows */,
  outsideShare: 0.5 /* of rows beyond all that a column ever was when the model was fitted */,
} as const;

/** Asked of every batch before anybody can read it; what cannot be asked is skipped by name. */
export function judgeBatch(run: ScoreRun, before: BatchBefore | null): GateVerdict {
  const { batch, champion } = run;
  const { entityId, score, probability, read } = batch;
  return evaluateGate([
    {
      name: 'rows',
      found: entityId.length,
      required: before === null ? { atLeast: 1 } : { within: scaled(batchSettings.rowsTimes, before.rows) },
      because: 'a table that landed by half, or twice, looks like a batch',
    },
    {
      name: 'one-row-each',
      found: entityId.length - new Set(entityId).size,
      required: { atMost: 0 },
      because: 'nobody is acted on twice',
    },
    {
      name: 'finite-scores',
      found: score.filter((one) => !Number.isFinite(one)).length,
      required: { atMost: 0 },
      because: 'a score that is no number has no rank',
    },
    ...(champion.kind === 'model'
      ? [
          {
            name: 'probabilities',
            found: probability.filter((one) => !(one >= 0 && one <= 1)).length,
            required: { atMost: 0 },
            because: 'money is computed from them',
          },
          {
            name: 'feature-fingerprint',
            found: read.fingerprint,
            required: { equals: champion.folder.featureFingerprint },
            because: 'columns of one name can mean another thing',
          },
        ]
      : [{ name: 'probabilities', why: 'a rule has none' }]),
    ...readChecks(run),
    meanCheck(run, before),
  ]);
}

/**
 * Every column against what it was when the model was fitted: the worst of them. No index of drift: a batch of one Sunday has one
 * day of the week and a batch of thirty rows fills no deciles, and neither is wrong.
 */
function readChecks({ batch, champion }: ScoreRun): readonly (GateCheck | SkippedCheck)[] {
  if (champion.kind === 'rule') return [{ name: 'columns', why: 'a rule was fitted on nothing' }];
  const { names, columns, notCompared = [] } = batch.read;
  const compared = champion.parts.driftReference.columns.filter(({ name }) => !notCompared.includes(name));
  const found = compared.flatMap((reference) => {
    const values = columns[names.indexOf(reference.name)];
    return values === undefined ? [] : [{ name: reference.name, ...compare(reference, values) }];
  });
  const worst = (by: 'missing' | 'outside') =>
    found.reduce((most, one) => (one[by] > most[by] ? one : most), { name: 'none', missing: 0, outside: 0 });
  return [
    {
      name: 'columns',
      found: compared.length - found.length,
      required: { atMost: 0 },
      because: 'the model reads each of its columns',
    },
    {
      name: 'missing-values',
      found: worst('missing').missing,
      required: { atMost: batchSettings.missingShare },
      because: `a source that did not land reads as missing; the worst is ${worst('missing').name}`,
    },
    {
      name: 'known-range',
      found: worst('outside').outside,
      required: { atMost: batchSettings.outsideShare },
      because: `another unit lies beyond all that was ever seen; the worst is ${worst('outside').name}`,
    },
  ];
}

/** Shares of the rows: missing beyond those that always were, and outside of the outermost edges. */
function compare({ edges, shares }: ColumnReference, values: ArrayLike<number>) {
  const share = (holds: (value: number) => boolean) =>
    Array.from(values).filter(holds).length / Math.max(1, values.length);
  return {
    missing: share(Number.isNaN) - shares[shares.length - 1],
    outside: share((value) => value <= edges[0] || value > edges[edges.length - 1]),
  };
}

/** That many events are expected: a sum that leaps is a calibrator that was lost, or a label that was turned round. */
function meanCheck({ batch, champion }: ScoreRun, before: BatchBefore | null): GateCheck | SkippedCheck {
  const name = 'mean-probability';
  if (champion.kind === 'rule') return { name, why: 'a rule has none' };
  if (before === null || before.meanProbability === null)
    return { name, why: 'no model scored this day of the week before' };
  return {
    name,
    found: batch.probability.reduce((sum, one) => sum + one, 0) / batch.probability.length,
    required: { within: scaled(batchSettings.meanTimes, before.meanProbability) },
    because: `the batch of ${before.decidedOn} expected ${before.meanProbability.toPrecision(2)}`,
  };
}

function scaled([low, high]: readonly [number, number], by: number): readonly [number, number] {
  return [low * by, high * by];
}
