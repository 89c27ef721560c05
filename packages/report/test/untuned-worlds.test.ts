import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { meanAndRange, readUntunedWorlds, tellMoney } from '../src/index.ts';

const ladder = [
  { name: 'rule', role: 'incumbent', net_usd: 10_000 },
  { name: 'flag', role: 'business', net_usd: 20_000 },
  { name: 'logistic', role: 'simple', net_usd: 15_000 },
  { name: 'model', role: 'model', net_usd: 50_000 },
] as const;

function worldsOf(...nets: readonly (readonly [rule: number, flag: number, logistic: number, model: number])[]) {
  const worlds = nets.map((net, world) => ({
    metrics: { gap_closed: 0.7 + world / 10 },
    gate_passed: world === 0,
    baselines: { gbm: { average_precision: 0.4 } },
    money: ladder.map(({ name, role }, rung) => ({ name, role, net_usd: net[rung] })),
  }));
  const dir = mkdtempSync(join(tmpdir(), 'worlds-'));
  writeFileSync(join(dir, 'seeds.json'), JSON.stringify(worlds));
  const read = readUntunedWorlds(pathToFileURL(join(dir, 'seeds.json')));
  rmSync(dir, { recursive: true });
  return read;
}

it('has the mean and range of a figure over the worlds, and none that they do not know', () => {
  const worlds = worldsOf([1, 2, 2, 3], [1, 2, 2, 3], [1, 2, 2, 3]);
  expect(meanAndRange(worlds.metric('gap_closed'))).toBe('0.800 (0.700 to 0.900)');
  expect(meanAndRange(worlds.baseline('gbm', 'average_precision'))).toBe('0.400 (0.400 to 0.400)');
  expect(meanAndRange(worlds.metric('younger than the file'))).toBe('— (—)');
});

// The model beats the flag by 29,000, 30,000 and 31,000: 30,000 ± 4.303 · 1,000 / √3.
it('compares the model with the rung that is best on average, in the same worlds', () => {
  const told = tellMoney(worldsOf([0, 20_000, 0, 49_000], [0, 20_000, 0, 50_000], [0, 20_000, 0, 51_000]), ladder);
  expect(told.best_simpler_queue).toBe('flag');
  expect(told.worlds_model_minus_best).toBe('$30K [$27.5K, $32.5K] and in 3 of 3 worlds');
  expect(told.money_verdict).toBe('more than noise');
  expect(told.money_rows.split('\n')[3]).toBe('| model | $50K | $49K to $51K | $50K |');
});

it('does without no file: an answer without its worlds would speak of one that was tuned', () => {
  expect(() => readUntunedWorlds(new URL('file:///nowhere/seeds.json'))).toThrow(/nowhere.seeds\.json: no such file/);
});

it('tells in how many worlds the gate passed', () => {
  expect(worldsOf([1, 2, 2, 3], [1, 2, 2, 3]).gate).toBe('1 of 2');
});

it('claims nothing that the worlds do not agree on', () => {
  const told = tellMoney(worldsOf([0, 20_000, 0, 90_000], [0, 50_000, 0, 20_000], [0, 20_000, 0, 30_000]), ladder);
  expect(told.money_verdict).toBe('not more than noise');
  expect(told.worlds_model_minus_best).toContain('in 2 of 3 worlds');
});
