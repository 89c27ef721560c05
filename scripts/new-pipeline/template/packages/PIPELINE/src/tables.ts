import { date, double, int, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';

/**
 * The tables as contracts: grain, key, two clocks, and what a value may be. The simulated world writes them and a person's own
 * files must satisfy the same ones.
 */

export const readings = tableContract({
  name: 'readings',
  grain: 'one row per machine per day',
  columns: {
    machine_id: z.string().min(1),
    load_percent: int().min(0).max(100),
    errors: int().min(0),
    failures: int().min(0).max(1).describe('1 on a day the machine failed'),
    reading_date: date(),
    available_at: timestamp().describe('from when the row could be known'),
  },
  key: ['machine_id', 'reading_date'],
  clocks: { eventTime: 'reading_date', availableAt: 'available_at' },
  history: 'bitemporal',
});

/** What only a simulation knows, beside the lake: only 6-evaluate and what it calls may open it. */
export const truth = tableContract({
  name: 'truth',
  grain: 'one row per machine per week',
  columns: {
    machine_id: z.string().min(1),
    is_worn: int().min(0).max(1),
    p_observable: double().min(0).max(1).describe('chance of the label, all rows known at the decision'),
    decided_on: date(),
  },
  key: ['machine_id', 'decided_on'],
  history: 'static',
});
