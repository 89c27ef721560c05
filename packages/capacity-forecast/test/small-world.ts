import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedWorld, simulate } from '../src/world/simulate.ts';

/** The small world of seed 7, simulated once for all test files and kept in the system's temporary directory. */
export function simulateSmall(): Promise<SimulatedWorld> {
  return simulate(join(tmpdir(), 'applied-modeling-capacity-test'), { seed: 7, size: 'small', threads: 1 });
}
