/** The ids that entities go by: one each, and another for each that moves to a new one. */
export interface IdsInTime {
  readonly ids: readonly string[];
  /** Entity behind each id. */
  readonly entityOf: readonly number[];
  /** Place among the ids of the one by which an entity goes in a step. */
  readonly idOf: (entity: number, step: number) => number;
}

/** Numbers ids from 1, those that entities move to after all others; `movesAt` is the step of an entity's move, if it has one. */
export function assignIds(
  entities: number,
  movesAt: (entity: number) => number | undefined,
  name: (number: string) => string,
): IdsInTime {
  const entityOf = Array.from({ length: entities }, (_, entity) => entity);
  const [moveStep, nextId] = [new Int32Array(entities).fill(NEVER), new Int32Array(entities)];
  for (let entity = 0; entity < entities; entity++) {
    const step = movesAt(entity);
    if (step === undefined) continue;
    moveStep[entity] = step;
    nextId[entity] = entityOf.push(entity) - 1;
  }
  return {
    ids: entityOf.map((_, index) => name(String(index + 1).padStart(5, '0'))),
    entityOf,
    idOf: (entity, step) => (step >= moveStep[entity] ? nextId[entity] : entity),
  };
}

const NEVER = 2 ** 31 - 1;
