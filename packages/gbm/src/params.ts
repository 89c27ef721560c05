export const OBJECTIVES = [
  'binary:logistic',
  'reg:squarederror',
  'reg:quantileerror',
  'count:poisson',
  'reg:tweedie',
  'rank:ndcg',
] as const;

export type ObjectiveName = (typeof OBJECTIVES)[number];

/** The training parameters, with XGBoost's names, meanings and defaults. */
export interface TrainParams {
  readonly objective: ObjectiveName;
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
  /** Multiplies the weight of every row whose label is 1. For binary:logistic and reg:squarederror. */
  readonly scale_pos_weight: number;
  /** The largest absolute leaf weight before eta; 0, where left out, means no limit. For count:poisson it is 0.7 where left out. */
  readonly max_delta_step: number;
  /**
   * By feature name, 1 where the prediction may not fall as the feature rises and -1 where it may not rise. Missing values go
   * where they fit best. Not for reg:quantileerror, whose leaves are fitted to their rows whatever their neighbours hold.
   */
  readonly monotone_constraints?: Readonly<Record<string, -1 | 0 | 1>>;
  /** The level of the quantile that reg:quantileerror learns, in (0, 1): 0.9 is exceeded by one label in ten. For no other objective. */
  readonly quantile_alpha?: number;
  /** How fast the variance that reg:tweedie takes for granted grows: as the mean to this power, in (1, 2). Left out: 1.5. */
  readonly tweedie_variance_power?: number;
  /**
   * How rank:ndcg pairs the rows of a group: topk, each of the rows that the model ranks first with every row below it; or
   * mean, each row with some of other labels, drawn by lot. Left out: topk.
   */
  readonly lambdarank_pair_method?: 'topk' | 'mean';
  /** How many rows are ranked first (topk; left out: 32), or how many are drawn for each (mean; left out: 1). */
  readonly lambdarank_num_pair_per_sample?: number;
  /** Whether what a group's pairs push is scaled down, so that long groups do not drown short ones. Left out: true. */
  readonly lambdarank_normalization?: boolean;
  /** Whether a pair counts less the farther apart its scores are. Left out: true. */
  readonly lambdarank_score_normalization?: boolean;
  /** Whether a label y is worth 2^y - 1 (left out: true) or y itself. */
  readonly ndcg_exp_gain?: boolean;
  /** What early stopping of rank:ndcg watches, such as ndcg@5. Left out: over the rows ranked first, or all with mean. */
  readonly eval_metric?: `ndcg@${number}`;
  /**
   * The prediction before the first tree, as a response (a probability for binary:logistic). Left out: the weighted mean label,
   * or its quantile, or 0 for rank:ndcg. With scale_pos_weight XGBoost starts elsewhere, one Newton step from a margin of 0: give both the same.
   */
  readonly base_score?: number;
  readonly seed: number;
}

/** XGBoost's max_delta_step for count:poisson. */
export const POISSON_STEP = 0.7;

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

type Rule = readonly [holds: (value: unknown) => boolean, expected: string];

function number(holds: (value: number) => boolean, expected: string): Rule {
  return [(value) => typeof value === 'number' && holds(value), expected];
}

const nonNegative = number((v) => v >= 0 && v < Infinity, 'a finite number >= 0');
const share = number((v) => v > 0 && v <= 1, 'a share in (0, 1]');
const level = number((v) => v > 0 && v < 1, 'a level in (0, 1)');
const flag: Rule = [(v) => typeof v === 'boolean', 'true or false'];

const RULES: Record<Exclude<keyof TrainParams, 'objective'>, Rule> = {
  eta: number((v) => v > 0 && v <= 1, 'a number in (0, 1]'),
  max_depth: number((v) => Number.isInteger(v) && v >= 1 && v <= 24, 'an integer from 1 to 24'),
  min_child_weight: nonNegative,
  lambda: nonNegative,
  alpha: nonNegative,
  gamma: nonNegative,
  max_bin: number((v) => Number.isInteger(v) && v >= 2 && v <= 256, 'an integer from 2 to 256'),
  subsample: share,
  colsample_bytree: share,
  scale_pos_weight: number((v) => v > 0 && v < Infinity, 'a finite number > 0'),
  max_delta_step: nonNegative,
  monotone_constraints: [isDirections, 'an object of feature names and -1, 0 or 1'],
  quantile_alpha: level,
  tweedie_variance_power: number(
    (v) => Math.fround(v) > 1 && Math.fround(v) < 2,
    'a power in (1, 2); 1 is count:poisson',
  ),
  lambdarank_pair_method: [(v) => v === 'topk' || v === 'mean', 'topk or mean'],
  lambdarank_num_pair_per_sample: number((v) => Number.isInteger(v) && v >= 1 && v <= 1e9, 'an integer from 1 to 1e9'),
  lambdarank_normalization: flag,
  lambdarank_score_normalization: flag,
  ndcg_exp_gain: flag,
  eval_metric: [(v) => typeof v === 'string' && /^ndcg@[1-9]\d{0,8}$/.test(v), 'ndcg@k with k from 1, such as ndcg@5'],
  base_score: number((v) => Number.isFinite(Math.fround(v)), 'a finite float32'),
  seed: number(Number.isSafeInteger, 'an integer'),
};

function isDirections(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((direction) => direction === -1 || direction === 0 || direction === 1);
}

/** Whose parameter it is, where others have no use for it. */
const OWNERS: Partial<Record<keyof TrainParams, ObjectiveName>> = {
  quantile_alpha: 'reg:quantileerror',
  tweedie_variance_power: 'reg:tweedie',
  lambdarank_pair_method: 'rank:ndcg',
  lambdarank_num_pair_per_sample: 'rank:ndcg',
  lambdarank_normalization: 'rank:ndcg',
  lambdarank_score_normalization: 'rank:ndcg',
  ndcg_exp_gain: 'rank:ndcg',
  eval_metric: 'rank:ndcg',
};

/** The objectives that may weigh rows by label. For others 1 is just some label, and such a weight would move what they learn. */
const WEIGHING_CLASSES: readonly string[] = ['binary:logistic', 'reg:squarederror'];

/** Fills in the defaults. Throws on a name XGBoost does not have or this package leaves out, and on a value out of range. */
export function resolveParams(params: Partial<TrainParams>): TrainParams {
  for (const [name, value] of Object.entries(params)) {
    if (name === 'objective' || value === undefined) continue;
    if (!Object.hasOwn(RULES, name)) refuseUnknown(name);
    const [holds, expected] = RULES[name as keyof typeof RULES];
    if (!holds(value)) throw new Error(`parameter ${name}: found ${value}, expected ${expected}; see TrainParams`);
  }
  const step = params.objective === 'count:poisson' ? { max_delta_step: POISSON_STEP } : {};
  const resolved = { ...DEFAULTS, ...step, ...withoutUndefined(params) };
  if (!OBJECTIVES.includes(resolved.objective)) {
    throw new Error(
      `parameter objective: found ${resolved.objective}, expected ${OBJECTIVES.join(' or ')}; choose one of them`,
    );
  }
  checkOwners(resolved);
  return resolved;
}

function refuseUnknown(name: string): never {
  if (name === 'lambdarank_unbiased' || name === 'lambdarank_bias_norm') {
    throw new Error(
      `parameter ${name}: gbm does not correct for the position of a click; weight the groups, or train in XGBoost`,
    );
  }
  throw new Error(`parameter ${name}: unknown, expected one of ${Object.keys(RULES).join(', ')}; check the spelling`);
}

function checkOwners(params: TrainParams): void {
  const { objective, quantile_alpha, scale_pos_weight } = params;
  for (const [name, owner] of Object.entries(OWNERS)) {
    const value = params[name as keyof TrainParams];
    if (value === undefined || owner === objective) continue;
    throw new Error(`parameter ${name}: found ${value}, expected none with ${objective}; train ${owner}`);
  }
  if (objective === 'reg:quantileerror' && quantile_alpha === undefined) {
    throw new Error(
      `parameter quantile_alpha: found undefined, expected ${level[1]} with ${objective}; see TrainParams`,
    );
  }
  if (objective === 'reg:quantileerror' && params.monotone_constraints !== undefined) {
    throw new Error(
      `parameter monotone_constraints: found some, expected none with ${objective}; its leaves are fitted without`,
    );
  }
  if (scale_pos_weight !== 1 && !WEIGHING_CLASSES.includes(objective)) {
    throw new Error(
      `parameter scale_pos_weight: found ${scale_pos_weight}, expected none with ${objective}; use weight`,
    );
  }
}

function withoutUndefined(params: Partial<TrainParams>): Partial<TrainParams> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
