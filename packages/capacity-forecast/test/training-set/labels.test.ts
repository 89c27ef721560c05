import { describe, expect, test } from 'vitest';
import { candidates, decisionHour } from '../../src/forecast/candidates.ts';
import type { History } from '../../src/forecast/history.ts';
import { HOURS } from '../../src/label.ts';
import { labels } from '../../src/training-set/labels.ts';
import { tinyPanel } from '../tiny-panel.ts';

/** Week 5 of one series: 100 nodes an hour were served; in its third hour six requests found none, half of what fell short. */
const panel = tinyPanel(1, 8, () => 100);
panel.failures[5 * HOURS + 2] = 6;
const history: Pick<History, 'panel' | 'demand'> = { panel, demand: { traced: 0.5, spilled: 0 } };
const planned = candidates(panel, [5, 6]);
const matured = decisionHour(5) + 16 * 24;

describe('labels', () => {
  test('are the demand of the hours, whatever was served', () => {
    const { demand, served } = labels(history, planned, matured);
    expect([demand[1], demand[2], served[2]]).toEqual([100, 112, 100]);
    expect(demand.subarray(0, HOURS).reduce((sum, nodes) => sum + nodes, 0)).toBe(HOURS * 100 + 12);
  });

  test('mature sixteen days after the decision, and are missing as a whole before', () => {
    const { demand, maturesAt } = labels(history, planned, matured);
    expect(Array.from(maturesAt, (at) => at - planned.decidedAt[0])).toEqual([16 * 86_400_000, 23 * 86_400_000]);
    expect(demand.subarray(HOURS).every(Number.isNaN)).toBe(true);
    expect(labels(history, planned, matured - 1).demand.every(Number.isNaN)).toBe(true);
  });

  test('of an hour without a bill are missing', () => {
    const gap = tinyPanel(1, 8, (_, hour) => (hour === 5 * HOURS ? Number.NaN : 100));
    const { demand } = labels({ ...history, panel: gap }, planned, matured);
    expect([demand[0], demand[1]]).toEqual([Number.NaN, 100]);
  });
});
