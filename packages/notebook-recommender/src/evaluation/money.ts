import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel } from '../domain.ts';
import { slateUsd, successUsd } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import { marginsPlaced } from '../training-set/margins.ts';
import type { JudgedPages } from './pages.ts';

/** What the slates of the test days are worth, by the truth: a page where nothing is shown earns and costs nothing. */
export interface MoneyTold {
  readonly priced: readonly evaluation.PricedQueue[];
  /** The chance that anything on a slate succeeds from which on it is worth its noise. */
  readonly breakEven: number;
  /** Successes a page that the model brings beyond the rule, silent where it abstains. */
  readonly gain: number;
  /** Net as the price of noise moves, the threshold with it. */
  readonly noiseSweep: evaluation.CostSweep;
}

/** Every rung shows a slate on every page; the model also abstains where the chance of any success × its value is below the noise. */
export function tellMoney(
  pages: JudgedPages,
  model: CalibratedModel,
  rungs: readonly evaluation.RankedRung[],
  seed: number,
): MoneyTold {
  const all = Uint32Array.from(pages.request.keys());
  const ours = evaluation.rungOf(rungs, 'model');
  const chance = chanceOfAny(pages, model, ours.ranking);
  const above = (noiseUsd: number) => all.filter((page) => chance[page] * successUsd() > noiseUsd);
  const worth = (rung: evaluation.RankedRung, page: number) => rung.pages.success[page] * successUsd();
  const abstaining = { name: `${ours.name} above the break-even`, role: 'model' } as const;
  const shown = [
    ...rungs.map((rung) => ({ rung, ...always(rung), served: all })),
    { rung: ours, ...abstaining, served: above(slateUsd()) },
  ];
  // One block of rows a queue: the same page is worth as much as what is shown on it.
  const priced = evaluation.priceQueues(
    shown.map(({ name, role, served }, block) => ({
      name,
      role,
      rows: served.map((page) => block * all.length + page),
    })),
    {
      value: Float64Array.from(shown.flatMap(({ rung }) => Array.from(all, (page) => worth(rung, page)))),
      cost: slateUsd(),
    },
    { cluster: Int32Array.from(shown.flatMap(() => [...pages.cluster])), seed, ...evaluateSettings },
  );
  const net = (rung: evaluation.RankedRung, served: (noiseUsd: number) => Uint32Array) => (noiseUsd: number) =>
    served(noiseUsd).reduce((sum, page) => sum + worth(rung, page) - noiseUsd, 0);
  const rule = evaluation.rungOf(rungs, 'incumbent');
  const policies = [
    { ...rule, net: net(rule, () => all) },
    { ...always(ours), net: net(ours, () => all) },
    { ...abstaining, net: net(ours, above) },
  ];
  const [ofModel, ofRule] = (['model', 'incumbent'] as const).map((role) => evaluation.rungOf(priced, role).value);
  return {
    ...{ priced, breakEven: slateUsd() / successUsd(), gain: (ofModel - ofRule) / successUsd() / all.length },
    noiseSweep: evaluation.sweepPrice(policies, slateUsd()),
  };
}

/** The model as it would be without a threshold. */
function always(rung: evaluation.NamedRung): evaluation.NamedRung {
  return rung.role === 'model' ? { name: `${rung.name}, always`, role: 'ablation' } : rung;
}

/** That any of the five is looked at and succeeds, as the model sees it: each at the position where it would stand. */
export function chanceOfAny(pages: JudgedPages, model: CalibratedModel, ranking: evaluation.Ranking): Float64Array {
  const { rows, page, position } = evaluation.slotsOf(pages, ranking);
  const chance = evaluation.applyCalibrator(model.calibrator, marginsPlaced(pages.set, model, rows, position));
  const none = new Float64Array(pages.request.length).fill(1);
  for (const [at, of] of page.entries()) none[of] *= 1 - chance[at];
  return none.map((one) => 1 - one);
}
