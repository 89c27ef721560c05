/**
 * The rule in force before any model: what you used last, blended with what reads the tables you read. Three readers share it: the
 * world, whose slates it chose; the ladder; the registry, where it is the first champion.
 */
export const blendRule = {
  halfLifeHours: 72 /* of "you used it last" */,
  overlapWeight: 0.25 /* a notebook that reads all tables of your last day, against one you used this minute */,
  teamWeight: 0.05 /* per doubling of what the team opened of it in a week */,
} as const;

/** What the rule knows of a notebook when somebody opens a blank page. */
export interface Signals {
  /** Since the user last opened or ran it; NaN for never. */
  readonly hoursSinceUse: number;
  /** Of the tables the user read in the last day, the share it reads too: 0 to 1. */
  readonly tableOverlap: number;
  /** Times the team opened it in the last seven days. */
  readonly teamOpens: number;
}

/** Larger is shown first. */
export function blendScore({ hoursSinceUse, tableOverlap, teamOpens }: Signals): number {
  const recency = Number.isNaN(hoursSinceUse) ? 0 : 2 ** (-hoursSinceUse / blendRule.halfLifeHours);
  return recency + blendRule.overlapWeight * tableOverlap + blendRule.teamWeight * Math.log2(1 + teamOpens);
}

/** The same, as it is registered: `ORDER BY` this line, descending. */
export const incumbentRule = {
  name: 'last used, blended with tables in common',
  features: ['hours_since_use', 'table_overlap', 'team_opens_7d'],
  sql:
    `coalesce(pow(2, -hours_since_use / ${blendRule.halfLifeHours}), 0) + ${blendRule.overlapWeight} * table_overlap ` +
    `+ ${blendRule.teamWeight} * log2(1 + team_opens_7d)`,
} as const;
