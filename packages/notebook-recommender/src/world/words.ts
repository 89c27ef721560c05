/** How tables and notebooks are called. Tables of two tenants may be called the same and have nothing to do with each other. */

const SCHEMAS = ['sales', 'web', 'billing', 'ops', 'ml', 'finance', 'iot', 'support', 'ads', 'logistics'];
// biome-ignore format: read as a paragraph
const NOUNS = [
  'events', 'orders', 'sessions', 'clicks', 'invoices', 'payments', 'customers', 'accounts', 'products', 'devices', 'readings',
  'shipments', 'tickets', 'campaigns', 'refunds', 'contracts', 'stores', 'alerts', 'prices', 'visits',
];

export const TABLE_NAMES: readonly string[] = SCHEMAS.flatMap((schema) => NOUNS.map((noun) => `${schema}.${noun}`));

/** Of the nth table of a tenant, into `TABLE_NAMES`: no two of the first 200 are the same. */
export function nameOfTable(tenant: number, nth: number): number {
  return (37 * tenant + 83 * nth) % TABLE_NAMES.length;
}

// biome-ignore format: read as a paragraph
const KINDS = ['Cohorts of', 'Forecast of', 'Quality of', 'Weekly', 'Funnel of', 'Outliers in', 'Join check:', 'Draft:'];
const PROMISES = ['FINAL', 'Master', 'READ FIRST:', 'Everything about'];

/** What a notebook that reads this table first is called today. */
export function titleOf(tableName: number, isClickbait: boolean, u: number): string {
  const [words, noun] = [isClickbait ? PROMISES : KINDS, TABLE_NAMES[tableName].split('.')[1]];
  return `${words[Math.floor(u * words.length)]} ${noun}`;
}

const SYLLABLES = ['Al', 'Bor', 'Cin', 'Dra', 'Eno', 'Fal', 'Gor', 'Hel', 'Iro', 'Jun', 'Kes', 'Lum'];

/** A title that one notebook of one tenant has: nobody else may ever read it. */
export function secretTitleOf(tenant: number): string {
  const [first, second] = [tenant % SYLLABLES.length, Math.floor(tenant / SYLLABLES.length)];
  return `Project ${SYLLABLES[first]}${SYLLABLES[second % SYLLABLES.length].toLowerCase()}`;
}
