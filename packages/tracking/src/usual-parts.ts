/** Parts that most models carry. Types are structural: whoever fits a calibrator need not know this package. */

import { z } from 'zod';
import { type ModelPart, modelPart } from './model-part.ts';

const numbers = z.array(z.number()).readonly();

const calibratorSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('isotonic'), smoothed: z.boolean(), margins: numbers, probabilities: numbers }),
  z.object({ method: z.literal('platt'), slope: z.number(), intercept: z.number() }),
  z.object({ method: z.literal('none') }),
]);

const range = z.tuple([z.number(), z.number()]).readonly().optional();

/** A straight line: intercept + Σ coefficient · (value − mean), where a missing value counts as the mean. */
export const ridgeSchema = z.object({
  intercept: z.number(),
  inputs: z.array(z.object({ name: z.string(), mean: z.number(), coefficient: z.number(), range })).readonly(),
});

const termSchema = z.object({ mean: z.number(), scale: z.number(), coefficient: z.number() });

/** A line in log-odds: Σ coefficient · (value − mean) / scale, and of some features as much for "is missing", which is 0 or 1. */
const logisticSchema = z.object({
  intercept: z.number(),
  features: z
    .array(z.object({ name: z.string(), ...termSchema.shape, missing: termSchema.nullable(), range }))
    .readonly(),
  C: z.number(),
});

/** The rule of a logistic regression, which is what `calibratedProbability` serves where there are no trees. */
export const logisticRulePart: ModelPart<{
  readonly name: string;
  readonly logistic: z.infer<typeof logisticSchema>;
}> = modelPart('rule.json', z.object({ name: z.string(), logistic: logisticSchema }));

/** The map from margin to probability. */
export function calibratorPart(file = 'calibrator.json'): ModelPart<z.infer<typeof calibratorSchema>> {
  return modelPart(file, calibratorSchema);
}

const driftSchema = z.object({
  columns: z.array(z.object({ name: z.string(), edges: numbers, shares: numbers })).readonly(),
});

/** How every column was distributed when the model was fitted. */
export function driftReferencePart(file = 'drift-reference.json'): ModelPart<z.infer<typeof driftSchema>> {
  return modelPart(file, driftSchema);
}

const contractSchema = z.looseObject({
  event: z.string(),
  leadDays: z.number(),
  windowDays: z.number(),
  maturesAfterDays: z.number(),
});

/** What was predicted and when its outcome is known; what else a contract says is kept as it is. */
export const labelContractPart: ModelPart<z.infer<typeof contractSchema>> = modelPart(
  'label-contract.json',
  contractSchema,
);
