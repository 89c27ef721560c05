/**
 * What a rung is there for. Judges look rungs up by role: a name is for people, and a place in a list is nobody's promise.
 *
 * - floor: knows nothing, such as the prevalence
 * - baseline: a rule that anybody could try
 * - incumbent: the rule in force
 * - business: that rule, ordered by money
 * - simple: a simple learned model, on the features of the model
 * - careless: a plausible mistake, judged to teach what it costs
 * - ablation: a part of the model on its own; nobody had it before
 * - model: what may ship
 * - unproven: a model that beats a simpler one by no more than noise; it is shown and does not ship
 * - ceiling: the most anybody can reach from what is known at the decision
 * - oracle: sees the hidden state, which nobody can
 */
export type RungRole =
  | 'floor'
  | 'baseline'
  | 'incumbent'
  | 'business'
  | 'simple'
  | 'careless'
  | 'ablation'
  | 'model'
  | 'unproven'
  | 'ceiling'
  | 'oracle';

/** What a model has to beat before it may ship: everything simpler that somebody could put to work. */
export const SIMPLER_ROLES: readonly RungRole[] = ['floor', 'baseline', 'incumbent', 'business', 'simple'];

/** Whatever a rung is judged by, this much of it every ladder knows. */
export interface NamedRung {
  readonly name: string;
  readonly role: RungRole;
}

/** The one rung of a role. Throws in words when there is none, or more than one. */
export function rungOf<Rung extends NamedRung>(ladder: readonly Rung[], role: RungRole): Rung {
  const found = ladder.filter((rung) => rung.role === role);
  if (found.length === 1) return found[0];
  throw new Error(
    `ladder: found ${found.length} rungs of role ${role} among ${ladder.map(({ name }) => name).join(', ')}, expected 1; ` +
      `give one of them that role`,
  );
}

/** Roles of what was learned, the simplest first: what ships has to beat the simpler ones, and those after it are unproven. */
export function learnedRoles(learned: readonly Named[], { ships }: { readonly ships: Named }): readonly RungRole[] {
  const at = learned.findIndex(({ name }) => name === ships.name);
  return learned.map((_, index) => (index < at ? 'simple' : index === at ? 'model' : 'unproven'));
}

/** Of what was learned, the one that ships: known by its name. Throws in words where none is called so. */
export function shippedOf<One extends Named>(learned: readonly One[], { ships }: { readonly ships: Named }): One {
  const found = learned.find(({ name }) => name === ships.name);
  if (found !== undefined) return found;
  const names = learned.map(({ name }) => name).join(', ');
  throw new Error(`what ships: found ${ships.name}, expected one of ${names}; choose among what was learned`);
}

type Named = Pick<NamedRung, 'name'>;

/** The best of the simpler rungs by a worth of which more is better; the one listed first when equal. Throws on a worth of NaN. */
export function bestSimpler<Rung extends NamedRung>(
  ladder: readonly Rung[],
  worthOf: (rung: Rung) => number,
  roles: readonly RungRole[] = SIMPLER_ROLES,
): Rung {
  const simpler = ladder.filter(({ role }) => roles.includes(role));
  if (simpler.length === 0) throw new Error(`ladder: no rung is one of ${roles.join(', ')}; add one to compare with`);
  const unknown = simpler.find((rung) => Number.isNaN(worthOf(rung)));
  if (unknown)
    throw new Error(`ladder: the worth of ${unknown.name} is NaN, expected a number; judge it or leave it out`);
  return simpler.reduce((best, rung) => (worthOf(rung) > worthOf(best) ? rung : best));
}
