import { expect, it } from 'vitest';
import type { Evaluation } from '../../src/domain.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import { evaluation } from '../small-run.ts';

const checks = (judged: Evaluation, passed = true) => {
  const audited = { findings: [], checked: [], singleFeatureAucs: [], notApplicable: [] };
  return judgeGate(judged, { ...audited, passed }).checks;
};
const found = (judged: Evaluation, name: string) => checks(judged).find((check) => check.name === name)!;

it('asks nine things', () => {
  expect(checks(evaluation).map(({ name }) => name)).toEqual([
    ...['audit passed', 'beats the best simpler rung', 'calibration slope', 'forecast / observed'],
    ...['standard error of forecast / observed', 'miss among the top', 'Brier skill', 'gap closed', 'money'],
  ]);
});

it('refuses a model that earns less than the rule in force, and one whose audit failed', () => {
  const rungs = evaluation.money.placed.rungs.map((queue) =>
    queue.role === 'model' ? { ...queue, net: { ...queue.net, estimate: -1 } } : queue,
  );
  expect(found(evaluation, 'money').passed).toBe(true);
  expect(
    found({ ...evaluation, money: { ...evaluation.money, placed: { ...evaluation.money.placed, rungs } } }, 'money')
      .passed,
  ).toBe(false);
  expect(checks(evaluation, false)[0].passed).toBe(false);
});

it('refuses one that closes too little of the way to the ceiling', () => {
  expect(found({ ...evaluation, gapClosed: 0.9 }, 'gap closed').passed).toBe(true);
  expect(found({ ...evaluation, gapClosed: 0.1 }, 'gap closed').passed).toBe(false);
});
