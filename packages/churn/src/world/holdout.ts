import { contactDesign } from '../incumbent.ts';

/**
 * Whom nobody contacts, whatever a rule or a model says: drawn by lot, once and for good; 1 where an entity is in it. Because of
 * the lot the holdout differs from the others in contacts alone, so what a contact changes can be told.
 */
export function drawHoldout(entities: number, uniform: (entity: number) => number): Uint8Array {
  return new Uint8Array(entities).map((_, entity) => Number(uniform(entity) < contactDesign.holdoutShare));
}
