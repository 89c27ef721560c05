/** Parts that most models carry. Types are structural: whoever fits a calibrator need not know this package. */

import { z } from 'zod';
import { type ModelPart, modelPart } from './model-part.ts';

const numbers = z.array(z.number()).readonly();

const calibratorSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('isotonic'), smoothed: z.boolean(), margins: numbers, probabilities: numbers }),
  z.object({ method: z.literal('platt'), slope: z.number(), intercept: z.number() }),
  z.object({ method: z.literal('none') }),
]);

/** The map from margin to probability. */
export function calibratorPart(file = 'calibrator.json'): ModelPart<z.infer<typeof calibratorSchema>> {
  return modelPart(file, calibratorSchema);
}

const driftSchema = z.object({
  columns: z.array(z.object({ name: z.string(), edges: numbers, shares: numbers })).readonly(),
});

/** How every column was distributed when the model was fitted. */
export const driftReferencePart: ModelPart<z.infer<typeof driftSchema>> = modelPart(
  'drift-reference.json',
  driftSchema,
);

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
