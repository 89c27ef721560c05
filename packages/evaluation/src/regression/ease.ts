import { cholesky, choleskyInverse } from './cholesky.ts';

/** Who used what, a pair each; pairs may repeat. Both are numbered from 0. */
export interface Interactions {
  readonly users: number;
  readonly items: number;
  readonly user: ArrayLike<number>;
  readonly item: ArrayLike<number>;
}

/**
 * EASEᴿ (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"): the item-item weights B that minimise
 * ‖X − X·B‖² + l2·‖B‖² with a diagonal of 0, so that nothing recommends itself. X is 1 where a user used an item. In closed form
 *
 *   P = (Xᵀ·X + l2·I)⁻¹,   B(i, j) = −P(i, j) / P(j, j),   score(u, j) = Σ over the items i of u of B(i, j)
 *
 * Where users are fewer than items one inverts over users. With G = X·Xᵀ + l2·I, X·P = G⁻¹·X and P(j, j) = (1 − xⱼᵀ·G⁻¹·xⱼ) / l2,
 * so score = X(u, j) − (G⁻¹·X)(u, j) / P(j, j): the same numbers. Cost: users³, and (users of j)² for an item that is asked about.
 */
export function fitEase(interactions: Interactions, l2: number): (user: number, item: number) => number {
  const { users, items } = interactions;
  const usersOf = Array.from({ length: items }, () => new Set<number>());
  for (let pair = 0; pair < interactions.user.length; pair++)
    usersOf[interactions.item[pair]].add(interactions.user[pair]);
  const inverse = choleskyInverse(cholesky(gramOf(usersOf, users, l2), users));
  const sharedWith = (user: number, item: number) => {
    let sum = 0;
    for (const other of usersOf[item]) sum += inverse[user * users + other];
    return sum;
  };
  const diagonal = new Float64Array(items).fill(Number.NaN);
  const diagonalOf = (item: number) => {
    let explained = 0;
    for (const user of usersOf[item]) explained += sharedWith(user, item);
    return (1 - explained) / l2;
  };
  return (user, item) => {
    if (Number.isNaN(diagonal[item])) diagonal[item] = diagonalOf(item);
    return Number(usersOf[item].has(user)) - sharedWith(user, item) / diagonal[item];
  };
}

function gramOf(usersOf: readonly ReadonlySet<number>[], users: number, l2: number): Float64Array {
  const gram = new Float64Array(users * users);
  for (let user = 0; user < users; user++) gram[user * users + user] = l2;
  for (const together of usersOf)
    for (const one of together) for (const other of together) gram[one * users + other] += 1;
  return gram;
}
