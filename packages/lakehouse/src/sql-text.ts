/** Names and values as SQL text. Everything that enters a query as text goes through here. */

/** `account_id` → `"account_id"`. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `it's` → `'it''s'`. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** One file's path as the engine's reading functions take it: `/data[1]/g*` → `'/data[[]1]/g[*]'`, for they read patterns. */
export function sqlPath(path: string): string {
  return sqlText(path.replace(/[[*?]/g, '[$&]'));
}

/** A literal instant, exact to the millisecond a `Date` can hold. */
export function sqlInstant(instant: Date): string {
  return `TIMESTAMPTZ ${sqlText(instant.toISOString())}`;
}

/** A comma-separated list of quoted names. */
export function sqlNames(names: readonly string[]): string {
  return names.map(sqlName).join(', ');
}
