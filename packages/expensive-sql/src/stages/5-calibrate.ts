import { concatRows, fitCalibrators, take, weightedMean } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';
import { costSmearing } from '../evaluation/outlook.ts';
import { expectedCost, marginsOf } from '../evaluation/scorers.ts';
import { censoringWeights } from '../training-set/censoring.ts';
import { ranToTheEnd } from '../training-set/model-columns.ts';

/**
 * Margins into probabilities on the calibration days, which taught neither a line nor a tree: their first half chose one number,
 * when the trees stop. A chance is held against dollars, so it has to mean what it says; so has the forecast of the cost, whose log is right in the
 * middle and not on average.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const rows = concatRows(model.fold.stopping, model.fold.calibration);
  const weight = censoringWeights(set, rows);
  const { platt, isotonic, none } = fitCalibrators(marginsOf(set, model, rows), take(set.y, rows), { weight });
  return {
    ...model,
    calibrator: isotonic,
    alternatives: [platt, none],
    meanCpuSeconds: meanCpuSeconds(set, model),
    costSmearing: costSmearing(set, expectedCost(model).logCost, rows),
  };
}

function meanCpuSeconds(set: TrainingSet, { fold }: TrainedModel): CalibratedModel['meanCpuSeconds'] {
  const whole = ranToTheEnd(set, fold.train);
  const meanOf = (label: number) => {
    const rows = whole.filter((row) => set.y[row] === label);
    return weightedMean(rows.length, (at) => set.cpuSeconds[rows[at]]);
  };
  return { expensive: meanOf(1), other: meanOf(0) };
}
