import { expect, it } from 'vitest';
import type { Evaluation } from '../../src/domain.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import { evaluation } from '../small-run.ts';

const checks = (judged: Evaluation, passed = true) => {
  const audited = { findings: [], checked: [], singleFeatureAucs: [], notApplicable: [] };
  return judgeGate(judged, { ...audited, passed }).checks;
};
const passes = (judged: Evaluation, name: string) => checks(judged).find((check) => check.name === name)!.passed;

it('asks eleven things', () => {
  expect(checks(evaluation).map(({ name }) => name)).toEqual([
    ...['audit passed', 'beats the best simpler rung', 'calibration slope', 'forecast / observed'],
    ...['standard error of forecast / observed', 'miss among the top', 'Brier skill', 'gap closed'],
    ...['no worse on repeated tasks', 'permission violations', 'money'],
  ]);
});

it('refuses one that loses on repeated tasks', () => {
  const byRepeats = (estimate: number) => ({
    ...evaluation,
    ladder: evaluation.ladder.map((rung) =>
      rung.role === 'incumbent'
        ? { ...rung, repeat: { ...rung.repeat!, modelMinusThis: { ...rung.repeat!.modelMinusThis, estimate } } }
        : rung,
    ),
  });
  expect(passes(byRepeats(0), 'no worse on repeated tasks')).toBe(true);
  expect(passes(byRepeats(-0.05), 'no worse on repeated tasks')).toBe(false);
});

it('refuses one that shows a notebook to somebody who may not open it', () => {
  expect(passes(evaluation, 'permission violations')).toBe(true);
  expect(passes({ ...evaluation, violations: 1 }, 'permission violations')).toBe(false);
});

it('refuses one that earns less than the rule, and skips what nobody knows', () => {
  const priced = evaluation.money!.priced.map((queue) =>
    queue.role === 'model' ? { ...queue, net: { ...queue.net, estimate: -1 } } : queue,
  );
  expect(passes({ ...evaluation, money: { ...evaluation.money!, priced } }, 'money')).toBe(false);
  expect(checks({ ...evaluation, money: null }).map(({ name }) => name)).not.toContain('money');
});
