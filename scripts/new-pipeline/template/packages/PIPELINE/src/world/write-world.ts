import { join } from 'node:path';
import { loadInTurns } from '@applied-modeling/lakehouse';
import {
  epochDay,
  MS_PER_DAY,
  MS_PER_HOUR,
  RowBuffer,
  randomStream,
  type WeeklyClock,
  wholeWithin,
} from '@applied-modeling/synthetic';
import { readings, truth } from '../tables.ts';
import { chanceOfLabel, learnFromDay, wornNextWeek } from './oracle.ts';
import { failsOnDay, type Load, planted } from './planted.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly machines: number;
  readonly weeks: number;
  readonly clock: WeeklyClock;
}

/** Writes what the machines report to `dir/lake` and what nobody sees to `dir/truth`; returns the rows of each table. */
export function writeWorld(dir: string, options: WorldOptions): Promise<Record<string, number>> {
  const { weeks, clock } = options;
  return loadInTurns({
    lakes: [
      { dir: join(dir, 'lake'), tables: [readings], threads: 1 },
      { dir: join(dir, 'truth'), tables: [truth], threads: 1 },
    ],
    steps: weeks,
    stepsPerCommit: weeks,
    step: createStepper(options),
    committedAt: () => new Date(clock.startOf(weeks)),
  });
}

/** Steps all machines by a week: first what could be said of it when it began, then what happened. */
function createStepper({ seed, machines, clock }: WorldOptions) {
  const ids = Array.from({ length: machines }, (_, machine) => `machine-${String(machine).padStart(3, '0')}`);
  const state = ids.map(() => ({ isWorn: false, load: 0 as Load, belief: 0, beliefInTime: 0 }));
  const [states, reports] = [randomStream(seed, 'states'), randomStream(seed, 'reports')];
  const seen = new RowBuffer({
    machine_id: ids,
    load_percent: Int32Array,
    errors: Int32Array,
    failures: Int32Array,
    reading_date: Int32Array,
    available_at: Float64Array,
  });
  const hidden = new RowBuffer({
    machine_id: ids,
    is_worn: Int32Array,
    p_observable: Float64Array,
    decided_on: Int32Array,
  });

  const move = (machine: number, week: number) => {
    const one = state[machine];
    const lastLoad = one.load;
    one.isWorn = states.uniform(machine, week, 0) < wornNextWeek(Number(one.isWorn));
    const u = states.uniform(machine, week, 1) / planted.loadChanges;
    if (u < 1) one.load = ((lastLoad + (u < 0.5 ? 1 : 2)) % 3) as Load;
    const at = hidden.add();
    hidden.values.machine_id[at] = machine;
    hidden.values.is_worn[at] = Number(one.isWorn);
    hidden.values.p_observable[at] = chanceOfLabel(wornNextWeek(one.beliefInTime), lastLoad);
    hidden.values.decided_on[at] = epochDay(clock.startOf(week));
    one.belief = wornNextWeek(one.belief);
  };

  const report = (machine: number, week: number, day: number) => {
    const one = state[machine];
    const step = week * 7 + day;
    const errors = reports.poisson(planted.errorsPerDay[one.isWorn ? 1 : 0], machine, step, 0);
    const hasFailed = reports.uniform(machine, step, 1) < failsOnDay(one.isWorn, one.load);
    const isLate = day === 6 && reports.uniform(machine, step, 2) < planted.sundayIsLate;
    const dayMs = clock.startOf(week) + day * MS_PER_DAY;
    const at = seen.add();
    seen.values.machine_id[at] = machine;
    seen.values.load_percent[at] =
      planted.loadPercent[one.load] + wholeWithin([-8, 8], reports.uniform(machine, step, 3));
    seen.values.errors[at] = errors;
    seen.values.failures[at] = Number(hasFailed);
    seen.values.reading_date[at] = epochDay(dayMs);
    seen.values.available_at[at] = dayMs + MS_PER_DAY + (isLate ? 12 : 2) * MS_PER_HOUR;
    one.belief = learnFromDay(one.belief, errors, hasFailed, one.load);
    if (!isLate) one.beliefInTime = one.belief;
  };

  return (week: number) => {
    seen.clear();
    hidden.clear();
    for (const machine of ids.keys()) {
      move(machine, week);
      for (let day = 0; day < 7; day++) report(machine, week, day);
    }
    return { readings: seen, truth: hidden };
  };
}
