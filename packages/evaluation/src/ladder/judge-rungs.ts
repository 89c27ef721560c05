import type { ResamplingOptions } from '../bootstrap/cluster-bootstrap.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { precisionAtK, type Slots } from '../metrics/precision-at-k.ts';
import { type PrecisionRecallPoint, precisionRecallCurve } from '../metrics/precision-recall-curve.ts';
import { rankScores } from '../metrics/rank-scores.ts';
import type { TestWindow } from '../window/test-window.ts';
import { type Contender, climbLadder, type Rung } from './climb-ladder.ts';
import { gapClosed } from './gap-closed.ts';
import { type NamedRung, rungOf } from './roles.ts';

/** A ladder whose ceilings are told apart from what one could use. */
export interface JudgedRungs {
  /** Without the ceilings. */
  readonly ladder: readonly Rung[];
  /** Of the model, as are the next two. */
  readonly averagePrecision: Interval;
  readonly rocAuc: number;
  readonly precisionAtK: { readonly precision: number; readonly achievable: number };
  /** Null on a person's own data: nobody knows how well anyone could have done. */
  readonly ceilings: {
    readonly observable: Interval;
    readonly clairvoyant: Interval;
    /** (model − rule) / (observable − rule), of average precision. */
    readonly gapClosed: number;
    /** Beyond 0 by more than noise, the model has seen the future. */
    readonly modelMinusObservable: Interval;
  } | null;
}

/** The orders of somebody who knows what only a simulation knows; nobody's where there is no truth. */
export function ceilingContenders(
  truth: Readonly<Record<'observable' | 'clairvoyant', Float64Array>> | null,
): readonly Contender[] {
  if (truth === null) return [];
  return [
    { name: 'observable ceiling', role: 'ceiling', ranking: rankScores(truth.observable) },
    { name: 'clairvoyant ceiling', role: 'oracle', ranking: rankScores(truth.clairvoyant) },
  ];
}

export type CurveOfRung = NamedRung & { readonly points: readonly PrecisionRecallPoint[] };

/** Every rung and both ceilings in one bootstrap, so that differences are paired; `k` slots in every step of the window. */
export function judgeRungs(
  window: TestWindow,
  contenders: readonly Contender[],
  options: ResamplingOptions & { readonly k: Slots },
): JudgedRungs {
  const judged = { ...window, group: window.step };
  const rungs = climbLadder(judged, contenders, options);
  const { averagePrecision, rocAuc, precisionAtK: precision } = rungOf(rungs, 'model');
  const { achievable } = precisionAtK({ ...judged, score: rungOf(contenders, 'model').ranking }, options.k);
  return {
    ladder: rungs.filter(({ role }) => role !== 'ceiling' && role !== 'oracle'),
    ...{ averagePrecision, rocAuc, precisionAtK: { precision, achievable } },
    ceilings: rungs.some(({ role }) => role === 'ceiling') ? ceilingsOf(rungs) : null,
  };
}

function ceilingsOf(rungs: readonly Rung[]): JudgedRungs['ceilings'] {
  const observable = rungOf(rungs, 'ceiling');
  return {
    observable: observable.averagePrecision,
    clairvoyant: rungOf(rungs, 'oracle').averagePrecision,
    gapClosed: gapClosed(rungs)!,
    modelMinusObservable: intervalOf(observable.modelMinusThis),
  };
}

/** A curve along the floor would only hide the others. */
const DRAWN: readonly NamedRung['role'][] = ['incumbent', 'simple', 'model', 'ceiling', 'oracle'];

/** Precision against recall, for the rungs worth drawing and both ceilings. */
export function drawCurves({ label, weight }: TestWindow, contenders: readonly Contender[]): readonly CurveOfRung[] {
  return contenders.flatMap(({ name, role, ranking }) => {
    if (!DRAWN.includes(role)) return [];
    const points = precisionRecallCurve(label, ranking, { points: 200, weight });
    return [{ name, role, points: points.filter(({ recall }) => recall >= 0.02) }];
  });
}
