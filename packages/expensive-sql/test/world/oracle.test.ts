import { beforeAll, describe, expect, test } from 'vitest';
import { isExpensive } from '../../src/label.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { chanceOfExpensive, createTemplateFilter, type Posterior } from '../../src/world/oracle.ts';
import { cost } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { createStepper, type Query } from '../../src/world/stepper.ts';

/** Everything the oracle of six worlds said, and what became of it. */
const epoch = Date.parse('2024-01-01T00:00:00Z');
const [SEEDS, DAYS] = [6, 63];

describe('the oracles of a query', () => {
  const said: { readonly query: Query; readonly posterior: Posterior }[] = [];
  beforeAll(() => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const population = drawPopulation(seed, { queriesPerDay: 333, epoch, days: DAYS });
      const world = createStepper(seed, population, { epoch });
      const filter = createTemplateFilter(population.templates.length);
      for (let day = 0; day < DAYS; day++) {
        for (const query of world.step(historyPolicy).queries) {
          said.push({ query, posterior: filter.of(query) });
          filter.observe(query);
        }
      }
    }
  });

  const chances = {
    observable: ({ mean, sd }: Posterior) => chanceOfExpensive(mean, sd),
    clairvoyant: (_: Posterior, { truth }: Query) => chanceOfExpensive(truth.expectedLogCpu),
  };

  test.each(['observable', 'clairvoyant'] as const)('%s: as many are expensive as it says', (kind) => {
    const judged = said.map(({ query, posterior }) => ({
      chance: chances[kind](posterior, query),
      // A template whose own cost is as far off as its oracle was wrong is one story, told many times.
      template: query.template,
      isExpensive: isExpensive(query.truth.cpuSeconds),
    }));
    for (const [low, high] of [
      [0.01, 0.1],
      [0.1, 0.3],
      [0.3, 0.6],
      [0.6, 0.9],
      [0.9, 1],
    ]) {
      const here = judged.filter(({ chance }) => low <= chance && chance < high);
      const byTemplate = new Map<object, number>();
      for (const { template, chance, isExpensive } of here)
        byTemplate.set(template, (byTemplate.get(template) ?? 0) + Number(isExpensive) - chance);
      const misses = [...byTemplate.values()];
      const total = misses.reduce((sum, miss) => sum + miss, 0);
      const error = Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0));
      expect(Math.abs(total / error), `${kind} ${low}: ${total} of ${here.length}`).toBeLessThan(3);
    }
    const expected = judged.reduce((sum, { chance }) => sum + chance, 0);
    const found = judged.filter(({ isExpensive }) => isExpensive).length;
    expect(Math.abs(found / expected - 1), `${kind}: ${found} of ${expected}`).toBeLessThan(0.05);
  });

  test('says how far off it will be: z has variance 1', () => {
    const z = said.map(({ query, posterior }) => (Math.log(query.truth.cpuSeconds) - posterior.mean) / posterior.sd);
    const variance = z.reduce((sum, one) => sum + one * one, 0) / z.length;
    expect(variance).toBeGreaterThan(0.98);
    expect(variance).toBeLessThan(1.02);
  });

  test('has learnt all there is of a template once it has seen enough of it', () => {
    const first = said.find(({ posterior }) => posterior.sd > 0.58)!;
    expect(first.posterior.sd).toBeCloseTo(Math.hypot(cost.templateSigma, cost.noiseSigma), 12);
    expect(first.posterior.mean).toBe(first.query.truth.logCpu);
    const surest = said.reduce((least, { posterior }) => Math.min(least, posterior.sd), 1);
    expect(surest).toBeLessThan(0.301);
    expect(surest).toBeGreaterThan(cost.noiseSigma);
  });

  const told = { landsMs: 1_000, status: 'FINISHED', fromCache: false } as const;
  const asked = (ms: number): Query => {
    const [{ query }] = said;
    return {
      ...query,
      ...told,
      template: { ...query.template, id: 0 },
      submitted: { ...query.submitted, submittedMs: ms },
    };
  };

  test('listens to a query once it has landed', () => {
    const filter = createTemplateFilter(1);
    const { logCpu } = asked(0).truth;
    filter.observe({ ...asked(0), cpuSeconds: Math.exp(logCpu + 0.34) });
    expect(filter.of(asked(999)).mean).toBe(logCpu);
    // .25 · .34 / (.25 + .09) = .25, and √(.25 · .09 / .34 + .09)
    expect(filter.of(asked(1_000)).mean).toBeCloseTo(logCpu + 0.25, 12);
    expect(filter.of(asked(1_000)).sd).toBeCloseTo(0.395192, 6);
  });

  test('hears of one that was cancelled that it would have cost more, and nothing of the cache', () => {
    const filter = createTemplateFilter(1);
    const { logCpu } = asked(0).truth;
    filter.observe({ ...asked(0), fromCache: true, cpuSeconds: 0 });
    expect(filter.of(asked(1_000)).mean).toBe(logCpu);
    filter.observe({ ...asked(0), status: 'CANCELED', cpuSeconds: Math.exp(logCpu + 0.5) });
    // Mean and variance of exp(-t²/.5) · erfc((.5 - t) / (.3 √2)) over t = i / 10⁴, -4 … 4, summed in Python: θ where θ + ε > .5.
    const { mean, sd } = filter.of(asked(1_000));
    expect(mean - logCpu).toBeCloseTo(0.6054875, 5);
    expect(sd ** 2 - 0.09).toBeCloseTo(0.1059906, 5);
  });
});
