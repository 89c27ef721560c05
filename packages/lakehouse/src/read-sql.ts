import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * A query that lives in a file of its own, with `:lead_days` and the like filled in: numbers, and names that the code made, as
 * they stand. A cast (`::DOUBLE`) is none. Throws where a value has no place in the text, because then the text forgot a setting.
 */
export function readSql(file: URL, values: Readonly<Record<string, string | number>> = {}): string {
  const used = new Set<string>();
  const filled = readFileSync(file, 'utf8').replaceAll(/(?<!:):([a-z_]+)/g, (found, name: string) => {
    if (!Object.hasOwn(values, name)) return found;
    used.add(name);
    return String(values[name]);
  });
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length === 0) return filled;
  throw new Error(`${basename(file.pathname)}: found no :${unused.join(', no :')}, expected a place for each value`);
}
