/** Everybody and everything by number. Numbers are of one reading of the tables and mean nothing outside it. */
export interface Directory {
  readonly people: {
    readonly ids: readonly string[];
    readonly teams: readonly (string | null)[];
    readonly tenants: readonly string[];
    /** Milliseconds; NaN where nobody wrote it down. */
    readonly joinedMs: Float64Array;
    /** A person, the team and the tenant, as principals of a grant; −1 for no team. */
    readonly principals: readonly (readonly [self: number, team: number, tenant: number])[];
  };
  readonly items: {
    readonly ids: readonly string[];
    /** Null where no grant says. */
    readonly tenants: readonly (string | null)[];
    readonly owners: readonly (string | null)[];
    readonly createdMs: Float64Array;
  };
  /** Nobody brought a list of grants: whoever is in the tenant may open what is in it. */
  readonly isOpenToAll: boolean;
}
