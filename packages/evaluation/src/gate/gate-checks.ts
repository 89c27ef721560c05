import type { JudgedCalibration } from '../calibration/judge-calibration.ts';
import type { Interval } from '../interval.ts';
import { type NamedRung, rungOf } from '../ladder/roles.ts';
import type { ShippedRung } from '../ladder/shipped-rung.ts';

/** A named check as data, for whoever gives the verdict: what was found and what is required of it, or why it is not asked. */
export type CheckToAsk = {
  readonly name: string;
  readonly found: number | boolean;
  readonly required:
    | { readonly equals: boolean }
    | { readonly above: number }
    | { readonly below: number }
    | { readonly atLeast: number }
    | { readonly atMost: number }
    | { readonly within: readonly [number, number] };
  readonly because: string;
};
export type CheckNotAsked = { readonly name: string; readonly why: string };

/** What is required of a model before it may be offered. Bounds are on estimates: an interval that is wide proves nothing. */
export type GateBounds = {
  /** The least share of the way from the simpler rungs to the ceiling. */
  readonly closed: number;
  /** Of Cox's calibration slope. */
  readonly slope?: readonly [number, number];
  /** Of the mean forecast / the rate observed. */
  readonly inTheLarge?: readonly [number, number];
  /** The largest standard error of that ratio, relative to it. */
  readonly noise?: number;
  /** The largest |mean forecast − rate| among the rows that are acted on. */
  readonly topMiss?: number;
  /** The least Brier skill. */
  readonly skill?: number;
};

/**
 * Where a pipeline has no reason of its own. A band has to be wider than the luck of two windows, the one that calibrates and
 * the one that judges: inside a tenth, even a forecaster that is right passes two times in three (decision record 9).
 */
const USUAL_BOUNDS = {
  slope: [0.8, 1.25],
  inTheLarge: [0.8, 1.25] /* a quarter too much or too little moves no decision that is limited by places */,
  noise: 0.125 /* then a forecast that is half as large again passes one time in fourteen at most */,
  topMiss: 0.1 /* one action in ten */,
  skill: 0.05 /* a constant forecast has none, and noise gives it no twentieth */,
} as const;

export type GateEvidence = {
  readonly auditPassed: boolean;
  readonly shipped: ShippedRung<NamedRung & { readonly modelMinusThis: Interval }>;
  readonly better: 'higher' | 'lower';
  readonly calibration: Pick<JudgedCalibration, 'brierSkill' | 'inTheLarge' | 'top'> & {
    readonly shipped: Pick<JudgedCalibration['shipped'], 'slope'>;
  };
  /** What the probability is used for, as the end of a sentence. */
  readonly chanceIs: string;
  /** The share of the way closed, by its name; null where there is no ceiling. */
  readonly closed: { readonly name: string; readonly share: number | null };
  /** What everybody earns; asked where it is given. */
  readonly money?: readonly (NamedRung & { readonly net: Pick<Interval, 'estimate'> })[];
};

/** The checks that every pipeline's gate shares, each of which one fault of its own turns red. */
export function gateChecks(evidence: GateEvidence, given: GateBounds): readonly (CheckToAsk | CheckNotAsked)[] {
  const bounds = { ...USUAL_BOUNDS, ...given };
  const { auditPassed, calibration, chanceIs, closed, money } = evidence;
  const { shipped, brierSkill, inTheLarge, top } = calibration;
  const asked = (
    name: string,
    found: number | boolean,
    required: CheckToAsk['required'],
    because: string,
  ): CheckToAsk => ({
    name,
    found,
    required,
    because,
  });
  return [
    asked('audit passed', auditPassed, { equals: true }, 'a leak makes every other figure meaningless'),
    beatsBestSimpler(evidence),
    'why' in shipped.slope
      ? { name: 'calibration slope', why: `there is none: ${shipped.slope.why}` }
      : asked('calibration slope', shipped.slope.estimate, { within: bounds.slope }, chanceIs),
    ...(inTheLarge.observed > 0
      ? [
          asked(
            'forecast / observed',
            inTheLarge.predicted / inTheLarge.observed,
            { within: bounds.inTheLarge },
            `${chanceIs}, and this is the mean forecast over the rate`,
          ),
          asked(
            'standard error of forecast / observed',
            inTheLarge.relativeError,
            { atMost: bounds.noise },
            'with fewer outcomes a forecast that is wrong passes by luck',
          ),
        ]
      : [{ name: 'forecast / observed', why: 'nothing was observed' }]),
    asked(
      'miss among the top',
      Math.abs(top.predicted - top.observed),
      { atMost: bounds.topMiss },
      'these are the rows that are acted on',
    ),
    brierSkill === null
      ? { name: 'Brier skill', why: 'all outcomes are equal' }
      : asked('Brier skill', brierSkill, { atLeast: bounds.skill }, 'a constant forecast has none'),
    closed.share === null
      ? { name: closed.name, why: 'nobody knows how well anyone could have done on these data' }
      : asked(closed.name, closed.share, { atLeast: bounds.closed }, 'less of the way is not worth a new system'),
    ...(money ? [earnsMore(money)] : []),
  ];
}

/** What the model earns, against the rule in force. */
export function earnsMore(money: NonNullable<GateEvidence['money']>): CheckToAsk {
  const [found, above] = (['model', 'incumbent'] as const).map((role) => rungOf(money, role).net.estimate);
  return { name: 'money', found, required: { above }, because: 'the rule in force earns that' };
}

function beatsBestSimpler({ shipped, better }: GateEvidence): CheckToAsk {
  const { low, high } = shipped.modelMinusBest;
  const [end, found, required] =
    better === 'higher' ? (['lower', low, { above: 0 }] as const) : (['upper', high, { below: 0 }] as const);
  return {
    name: 'beats the best simpler rung',
    found,
    required,
    because: `otherwise ${shipped.bestSimpler.name} is as good; this is the ${end} end of the interval of their paired difference`,
  };
}
