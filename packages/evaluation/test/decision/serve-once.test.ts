import { describe, expect, it } from 'vitest';
import { priceQueues, rankScores, serveOnce } from '../../src/index.ts';

// Two weeks of four accounts.
const group = [1, 1, 1, 1, 2, 2, 2, 2];
const entity = [0, 1, 2, 3, 0, 1, 2, 3];
const risk = rankScores([4, 3, 2, 1, 4, 2, 3, 1]);
const worth = rankScores([900, 500, 400, 300, 900, 700, 650, 300]);
const serve = (ranking: typeof risk, above?: number) => serveOnce({ ranking, group, entity }, 2, above);

describe('a list with slots', () => {
  it('serves whoever enters it, once: two slots in two weeks serve three accounts, not four', () => {
    expect([...serve(risk)]).toEqual([0, 1, 6]);
    expect([...serveOnce({ ranking: risk, group, entity }, (size) => 0.5 * size)]).toEqual([0, 1, 6]);
  });

  it('leaves slots empty when nobody else is worth it', () => {
    expect([...serve(worth, 600)]).toEqual([0, 5]);
    expect([...serve(worth, 900)]).toEqual([]);
  });

  it('may serve later whom it held too little worth before', () => {
    expect([...serve(rankScores([1, 5, 5, 5, 9, 5, 5, 5]), 4)]).toEqual([1, 2, 4]);
  });
});

describe('the money of queues', () => {
  const value = [1000, 1000, -400, 0, 1000, 1000, -400, 0];
  const queues = [
    { name: 'risk', role: 'business', rows: serve(risk) },
    { name: 'worth', role: 'model', rows: serve(worth, 600) },
  ] as const;
  const options = { cluster: Int32Array.from(entity), seed: 7, replicates: 200 };
  const [simple, model] = priceQueues(queues, { value, cost: 600 }, options);

  // Accounts 0, 1 and 2 keep 1000 + 1000 − 400, at 600 each; without account 2 it is 2000 less 1200.
  it('is what the served rows keep, less what serving them costs', () => {
    expect(simple).toMatchObject({ served: 3, value: 1600, cost: 1800 });
    expect([simple.net.estimate, model.net.estimate]).toEqual([-200, 800]);
  });

  it('is compared on the same resamples: only account 2 tells the two apart, and it only costs', () => {
    expect(simple.modelMinusThis).toMatchObject({ estimate: 1000, low: 0 });
    expect(model.modelMinusThis).toMatchObject({ estimate: 0, low: 0, high: 0 });
  });

  it('of a list that serves nobody is nothing', () => {
    const nobody = { name: 'nobody', role: 'business', rows: new Uint32Array(0) } as const;
    expect(priceQueues([nobody, queues[1]], { value, cost: 600 }, options)[0].net).toMatchObject({
      estimate: 0,
      low: 0,
      high: 0,
    });
  });
});
