import { expect, test } from 'vitest';
import { resolveParams, type TrainParams } from '../src/params.ts';

test("fills in XGBoost's defaults", () => {
  const { eta, max_depth, min_child_weight, lambda, max_bin } = resolveParams({ eta: undefined } as object);
  expect({ eta, max_depth, min_child_weight, lambda, max_bin }).toEqual({
    eta: 0.3,
    max_depth: 6,
    min_child_weight: 1,
    lambda: 1,
    max_bin: 256,
  });
});

test('limits the step of counts where nobody says how', () => {
  const limitOf = (params: Partial<TrainParams>) => resolveParams(params).max_delta_step;
  expect(limitOf({ objective: 'count:poisson' })).toBe(0.7);
  expect(limitOf({ objective: 'count:poisson', max_delta_step: 0 })).toBe(0);
  expect(limitOf({})).toBe(0);
});

test.each<[object, string]>([
  [{ learning_rate: 0.1 }, 'parameter learning_rate: unknown, expected one of eta, max_depth'],
  [{ toString: 1 }, 'parameter toString: unknown'],
  [{ objective: 'rank:map' }, 'parameter objective: found rank:map, expected binary:logistic or reg:squarederror'],
  [{ max_depth: 2.5 }, 'parameter max_depth: found 2.5, expected an integer from 1 to 24'],
  [{ max_bin: 512 }, 'parameter max_bin: found 512, expected an integer from 2 to 256'],
  [{ subsample: 0 }, 'parameter subsample: found 0, expected a share in (0, 1]'],
  [{ objective: 'reg:quantileerror' }, 'parameter quantile_alpha: found undefined, expected a level in (0, 1)'],
  [
    { objective: 'reg:quantileerror', quantile_alpha: 1.2 },
    'parameter quantile_alpha: found 1.2, expected a level in (0, 1); see TrainParams',
  ],
  [
    { objective: 'reg:quantileerror', quantile_alpha: 0 },
    'parameter quantile_alpha: found 0, expected a level in (0, 1)',
  ],
  [
    { objective: 'reg:quantileerror', quantile_alpha: [0.1, 0.9] },
    'parameter quantile_alpha: found 0.1,0.9, expected a level',
  ],
  [
    { quantile_alpha: 0.9 },
    'parameter quantile_alpha: found 0.9, expected none with reg:squarederror; train reg:quantileerror',
  ],
  [
    { objective: 'reg:quantileerror', quantile_alpha: 0.9, scale_pos_weight: 2 },
    'parameter scale_pos_weight: found 2, expected none with reg:quantileerror; use weight',
  ],
  [
    { ndcg_exp_gain: false },
    'parameter ndcg_exp_gain: found false, expected none with reg:squarederror; train rank:ndcg',
  ],
  [{ objective: 'rank:ndcg', ndcg_exp_gain: 1 }, 'parameter ndcg_exp_gain: found 1, expected true or false'],
  [{ objective: 'rank:ndcg', eval_metric: 'ndcg' }, 'parameter eval_metric: found ndcg, expected ndcg@k with k from 1'],
  [{ objective: 'rank:ndcg', eval_metric: 'map@5' }, 'parameter eval_metric: found map@5, expected ndcg@k'],
  [
    { objective: 'rank:ndcg', lambdarank_pair_method: 'all' },
    'lambdarank_pair_method: found all, expected topk or mean',
  ],
  [{ objective: 'rank:ndcg', lambdarank_num_pair_per_sample: 0 }, 'per_sample: found 0, expected an integer from 1'],
  [
    { objective: 'rank:ndcg', scale_pos_weight: 2 },
    'scale_pos_weight: found 2, expected none with rank:ndcg; use weight',
  ],
  [
    { objective: 'rank:ndcg', lambdarank_unbiased: true },
    'parameter lambdarank_unbiased: gbm does not correct for the position of a click; weight the groups',
  ],
  [{ objective: 'reg:tweedie', tweedie_variance_power: 1 }, 'found 1, expected a power in (1, 2); 1 is count:poisson'],
  [{ objective: 'reg:tweedie', tweedie_variance_power: 1.99999999999 }, 'tweedie_variance_power: found 1.99999999999'],
  [{ tweedie_variance_power: 1.5 }, 'found 1.5, expected none with reg:squarederror; train reg:tweedie'],
  [{ objective: 'count:poisson', scale_pos_weight: 2 }, 'found 2, expected none with count:poisson; use weight'],
  [
    { monotone_constraints: [1, 0] },
    'monotone_constraints: found 1,0, expected an object of feature names and -1, 0 or 1',
  ],
  [{ monotone_constraints: { hours: 2 } }, 'expected an object of feature names and -1, 0 or 1'],
  [
    { objective: 'reg:quantileerror', quantile_alpha: 0.9, monotone_constraints: { hours: 1 } },
    'parameter monotone_constraints: found some, expected none with reg:quantileerror; its leaves are fitted without',
  ],
  [{ gamma: '1' }, 'parameter gamma: found 1, expected a finite number >= 0'],
])('refuses %j', (params, message) => {
  expect(() => resolveParams(params as Partial<TrainParams>)).toThrow(message);
});
