/**
 * The rule in force before any model: a query that is going to read many bytes goes to the heavy pool. Bytes are what the Delta
 * log says of its tables, less the partitions that its dates leave out. Three readers share it: the world, whose history was
 * routed by it; the ladder; the registry, where it is the first champion.
 */
export const bytesRule = {
  gigabytes: 300 /* read by one query, after pruning */,
} as const;

export function isRouted(scannedGigabytes: number): boolean {
  return scannedGigabytes > bytesRule.gigabytes;
}

/** `bytes scanned`, as it is registered: `ORDER BY` this line, descending. */
export const incumbentRule = {
  name: 'bytes scanned',
  features: ['log_scan_gb'],
  sql: 'log_scan_gb',
} as const;
