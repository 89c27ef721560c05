/** The training parameters, with XGBoost's names, meanings and defaults. */
export interface TrainParams {
  readonly objective: 'binary:logistic' | 'reg:squarederror' | 'reg:quantileerror';
  /** Learning rate: every leaf value is multiplied by it. */
  readonly eta: number;
  readonly max_depth: number;
  /** The least sum of hessians a child may have (for reg: objectives, the least sum of weights). */
  readonly min_child_weight: number;
  /** L2 penalty on leaf weights. */
  readonly lambda: number;
  /** L1 penalty on leaf weights. */
  readonly alpha: number;
  /** The least gain a split must bring. */
  readonly gamma: number;
  /** The most bins a feature is cut into, at most 256. A feature with missing values gets at most 255: one byte codes both. */
  readonly max_bin: number;
  /** The share of rows each tree sees. */
  readonly subsample: number;
  /** The share of features each tree may split on. */
  readonly colsample_bytree: number;
  /** Multiplies the weight of every row whose label is 1. Not for reg:quantileerror. */
  readonly scale_pos_weight: number;
  /** The largest absolute leaf weight before eta; 0 means no limit. */
  readonly max_delta_step: number;
  /** The level of the quantile that reg:quantileerror learns, in (0, 1): 0.9 is exceeded by one label in ten. For no other objective. */
  readonly quantile_alpha?: number;
  /**
   * The prediction before the first tree, as a response (a probability for binary:logistic). Left out: the weighted mean label, or
   * its quantile. With scale_pos_weight XGBoost starts elsewhere, one Newton step from a margin of 0: give both the same.
   */
  readonly base_score?: number;
  readonly seed: number;
}

const DEFAULTS: TrainParams = {
  objective: 'reg:squarederror',
  eta: 0.3,
  max_depth: 6,
  min_child_weight: 1,
  lambda: 1,
  alpha: 0,
  gamma: 0,
  max_bin: 256,
  subsample: 1,
  colsample_bytree: 1,
  scale_pos_weight: 1,
  max_delta_step: 0,
  seed: 0,
};

const OBJECTIVES: readonly string[] = ['binary:logistic', 'reg:squarederror', 'reg:quantileerror'];

type Rule = readonly [holds: (value: number) => boolean, expected: string];

const float: Rule = [(v) => Number.isFinite(Math.fround(v)), 'a finite float32'];
const nonNegative: Rule = [(v) => v >= 0 && v < Infinity, 'a finite number >= 0'];
const share: Rule = [(v) => v > 0 && v <= 1, 'a share in (0, 1]'];
const level: Rule = [(v) => v > 0 && v < 1, 'a level in (0, 1)'];

const RULES: Record<Exclude<keyof TrainParams, 'objective'>, Rule> = {
  eta: [(v) => v > 0 && v <= 1, 'a number in (0, 1]'],
  max_depth: [(v) => Number.isInteger(v) && v >= 1 && v <= 24, 'an integer from 1 to 24'],
  min_child_weight: nonNegative,
  lambda: nonNegative,
  alpha: nonNegative,
  gamma: nonNegative,
  max_bin: [(v) => Number.isInteger(v) && v >= 2 && v <= 256, 'an integer from 2 to 256'],
  subsample: share,
  colsample_bytree: share,
  scale_pos_weight: [(v) => v > 0 && v < Infinity, 'a finite number > 0'],
  max_delta_step: nonNegative,
  quantile_alpha: level,
  base_score: float,
  seed: [Number.isSafeInteger, 'an integer'],
};

/** Fills in the defaults. Throws on a name XGBoost does not have or this package leaves out, and on a value out of range. */
export function resolveParams(params: Partial<TrainParams>): TrainParams {
  for (const [name, value] of Object.entries(params)) {
    if (name === 'objective' || value === undefined) continue;
    if (!Object.hasOwn(RULES, name)) {
      throw new Error(
        `parameter ${name}: unknown, expected one of ${Object.keys(RULES).join(', ')}; check the spelling`,
      );
    }
    const [holds, expected] = RULES[name as keyof typeof RULES];
    if (typeof value !== 'number' || !holds(value)) {
      throw new Error(`parameter ${name}: found ${value}, expected ${expected}; see TrainParams`);
    }
  }
  const resolved = { ...DEFAULTS, ...withoutUndefined(params) };
  if (!OBJECTIVES.includes(resolved.objective)) {
    throw new Error(
      `parameter objective: found ${resolved.objective}, expected ${OBJECTIVES.join(' or ')}; choose one of them`,
    );
  }
  checkQuantile(resolved);
  return resolved;
}

/** The level and its objective come together. A weight by label, for classes, would move a quantile where some label is just 1. */
function checkQuantile({ objective, quantile_alpha, scale_pos_weight }: TrainParams): void {
  if (objective !== 'reg:quantileerror') {
    if (quantile_alpha === undefined) return;
    throw new Error(
      `parameter quantile_alpha: found ${quantile_alpha}, expected none with ${objective}; train reg:quantileerror`,
    );
  }
  if (quantile_alpha === undefined) {
    throw new Error(
      `parameter quantile_alpha: found undefined, expected ${level[1]} with ${objective}; see TrainParams`,
    );
  }
  if (scale_pos_weight !== 1) {
    throw new Error(
      `parameter scale_pos_weight: found ${scale_pos_weight}, expected none with ${objective}; use weight`,
    );
  }
}

function withoutUndefined(params: Partial<TrainParams>): Partial<TrainParams> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
