/** Small random worlds full of edges: ties of clocks, late rows, corrections, young entities, absent sources. */

import { holidays, orders, plans, visits } from './orders-world.ts';
import type { Row, Tables } from './reference/brute-force-join.ts';
import { relationSql, rowsAsSql } from './rows-as-sql.ts';

export interface World {
  readonly spine: readonly Row[];
  readonly tables: Tables;
}

const DAY_MS = 86_400_000;
const START = Date.parse('2025-02-20T00:00:00Z');
const DAYS = 40;
const CUSTOMERS = ['ann', 'bob', "o'neil", 'zoe'];

export function randomWorld(seed: number): World {
  const random = numbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)];
  const day = () => below(DAYS);
  // Every sixth hour only, so that rows often share a clock with each other and with a decision.
  const available = (eventMs: number) => instant(eventMs + pick([0, 1, 1, 2, 4, 5, 12, 40]) * (DAY_MS / 4));
  const rows = (most: number, make: (id: number) => Row) => Array.from({ length: below(most) }, (_, id) => make(id));

  const tables: Record<string, readonly Row[]> = {
    orders: rows(60, (order_id) => {
      const orderedOn = START + day() * DAY_MS;
      return {
        customer_id: pick(CUSTOMERS),
        order_id,
        ordered_on: dateOf(orderedOn),
        channel: pick(['web', 'shop', 'phone']),
        amount: pick([null, 0, 1.125, 20.005, -20.005, 7, 1234.5]),
        items: below(5) - 1,
        weight_kg: pick([null, 0.1, 2.7, -3.3]),
        available_at: available(orderedOn),
      };
    }),
    visits: rows(60, (visit_id) => {
      const visitedAt = START + below(DAYS * 4) * (DAY_MS / 4);
      return {
        customer_id: pick(CUSTOMERS),
        visit_id,
        visited_at: instant(visitedAt),
        pages: below(9),
        available_at: available(visitedAt),
      };
    }),
    plans: rows(12, (plan_id) => {
      const validFrom = START + day() * DAY_MS;
      return {
        customer_id: pick(CUSTOMERS),
        plan_id,
        valid_from: random() < 0.2 ? null : dateOf(validFrom),
        tier: pick([null, 'free', 'plus', 'pro', 'unheard-of']),
        fee: pick([null, 0, 9.5, 49]),
        ends_on: pick([null, dateOf(validFrom + below(90) * DAY_MS)]),
        is_trial: random() < 0.3,
        available_at: available(validFrom),
      };
    }),
    holidays: Array.from({ length: DAYS + 10 - below(20) }, (_, index) => index)
      .filter(() => random() < 0.97)
      .map((index) => ({ day: dateOf(START + index * DAY_MS), factor: 0.5 + below(1000) / 999 })),
  };
  for (const name of Object.keys(tables)) if (random() < 0.1) delete tables[name];

  const times = Array.from(
    { length: 1 + below(6) },
    () => START + day() * DAY_MS + pick([0, 0.25, 0.26, 0.999]) * DAY_MS,
  );
  const spine = [...new Set(times)].flatMap((decidedAt) =>
    CUSTOMERS.filter(() => random() < 0.8).map((customer_id) => ({
      customer_id,
      decided_at: instant(decidedAt),
      observed_since: random() < 0.3 ? null : dateOf(START + day() * DAY_MS),
      label: pick([0, 1]),
      slice: pick(['north', null]),
    })),
  );
  return { spine: spine.sort(byCustomerAndTime), tables };
}

const CONTRACTS = [orders, visits, plans, holidays];

/** The world as the options of `compileFeatures`. */
export function compileOptions({ spine, tables }: World) {
  const spineTypes = {
    customer_id: 'VARCHAR',
    decided_at: 'TIMESTAMPTZ',
    observed_since: 'DATE',
    label: 'INTEGER',
    slice: 'VARCHAR',
  };
  return {
    spine: { relation: relationSql(spineTypes, spine), keys: ['customer_id'], carry: ['label', 'slice'] },
    relation: ({ name }: { readonly name: string }) => {
      const contract = CONTRACTS.find((candidate) => candidate.name === name);
      return contract && tables[name] && rowsAsSql(contract, tables[name]);
    },
  };
}

function byCustomerAndTime(a: Row, b: Row): number {
  const [keyA, keyB] = [a, b].map((row) => `${row.customer_id} ${row.decided_at}`);
  return keyA < keyB ? -1 : 1;
}

function dateOf(milliseconds: number): string {
  return instant(milliseconds).slice(0, 10);
}

function instant(milliseconds: number): string {
  return new Date(Math.round(milliseconds)).toISOString();
}

/** mulberry32: enough for test data. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
