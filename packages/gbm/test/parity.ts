/** What XGBoost made of 32 visible rows with missing values and weights; `fixtures/parity.py` shows the rows and writes it. */
import { readFileSync } from 'node:fs';
import type { DMatrix, TrainParams } from '../src/index.ts';

export interface ParityModel {
  readonly label: 'left' | 'spend' | 'paid' | 'visits' | 'relevance';
  readonly weighted: boolean;
  /** On the training rows, after each round. */
  readonly metric: readonly number[];
  readonly params: Partial<TrainParams>;
  readonly margins: readonly number[];
  readonly responses: readonly number[];
  /** A row: one value a feature, then the bias. */
  readonly contributions: readonly (readonly number[])[];
  readonly importance: Record<'total_gain' | 'gain' | 'weight', Record<string, number>>;
  readonly model: {
    readonly learner: { readonly gradient_booster: { readonly model: { readonly trees: ParityTree[] } } };
  };
}

export type ParityTree = Record<
  | 'left_children'
  | 'split_indices'
  | 'split_conditions'
  | 'default_left'
  | 'loss_changes'
  | 'sum_hessian'
  | 'base_weights',
  number[]
>;

type ModelName =
  | 'logistic'
  | 'squared'
  | 'limited'
  | 'quantile'
  | 'interpolated'
  | 'monotone'
  | 'counted'
  | 'paid'
  | 'ranked'
  | 'gained';

interface Parity {
  readonly rounds: number;
  readonly featureNames: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
  readonly weight: readonly number[];
  readonly left: readonly number[];
  readonly spend: readonly number[];
  readonly paid: readonly number[];
  readonly visits: readonly number[];
  readonly groups: readonly number[];
  readonly groupWeight: readonly number[];
  readonly relevance: readonly number[];
  readonly models: Record<ModelName, ParityModel>;
}

export const parity: Parity = JSON.parse(readFileSync(new URL('./fixtures/parity.json', import.meta.url), 'utf8'));

export const parityMatrix: DMatrix = {
  columns: parity.featureNames.map((_, feature) => Float32Array.from(parity.rows, (row) => row[feature] ?? NaN)),
  featureNames: parity.featureNames,
  numRow: parity.rows.length,
  label: Float32Array.from(parity.left),
  weight: Float32Array.from(parity.weight),
};

/** The rows as the model saw them. */
export function matrixOf({ label, weighted }: ParityModel): DMatrix {
  const isRanked = label === 'relevance';
  const { weight: _, ...plain } = { ...parityMatrix, label: Float32Array.from(parity[label]) };
  const grouped = isRanked ? { ...plain, group: Uint32Array.from(parity.groups) } : plain;
  return weighted ? { ...grouped, weight: Float32Array.from(isRanked ? parity.groupWeight : parity.weight) } : grouped;
}

export const parityModels = Object.entries(parity.models);

export function parityRow(row: number): Float32Array {
  return Float32Array.from(parityMatrix.columns, (column) => column[row]);
}
