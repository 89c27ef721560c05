import { normalCdf } from '@applied-modeling/synthetic';
import { labelContract } from '../label.ts';
import { BELIEF_WIDTH, chain, KINDS, STATE_COUNT, stepsOf } from './dynamics.ts';
import { COLLAPSED, contactEffect, LEAVING, SEGMENTS, usage } from './planted.ts';
import type { Population } from './population.ts';

/** What the ceiling has to know of the label; days count from the Monday of the decision. */
export type CollapseLabel = Readonly<Record<'leadDays' | 'windowDays' | 'baselineDays' | 'collapseRatio', number>>;

/**
 * Can the chances below be told for a label? They take two things for granted: a window and a baseline are whole weeks, so that
 * weekdays cancel, and the threshold lies so far between what is left after a collapse and the weakest level before it, that noise
 * crosses it in fewer than one window in a thousand.
 */
export function isComputable({ windowDays, baselineDays, collapseRatio }: CollapseLabel): boolean {
  const sigma = usage.weekSigma / Math.sqrt(windowDays / 7);
  const distances = [COLLAPSED, LEAVING].map((state) => Math.log(collapseRatio / usage.level[state]) / sigma);
  return windowDays % 7 === 0 && baselineDays % 7 === 0 && distances[0] > 3 && distances[1] < -3;
}

/**
 * P(the label becomes 1 | kind, state before the decision), for one belief cell or for all of them. Nobody contacts the account
 * from `week` on, unless `lastContact` is `week` itself: the two calls give the two potential outcomes.
 */
export interface CollapseChance {
  /**
   * How surely a collapse makes the label 1, in a certain week and in each late one; a view, until the next account. The ratio is
   * that of the observed daily baseline to the account's true healthy level.
   */
  hits(entity: number, baselineRatio: number): Float64Array;
  at(cell: number, hits: Float64Array, entity: number, week: number, lastContact: number): number;
  fill(out: Float64Array, hits: Float64Array, entity: number, week: number, lastContact: number): void;
}

/**
 * The chance is linear in the hits, and only these depend on an account's own usage:
 *
 *   chance(cell) = P(collapse in a certain week) + Σ over late weeks j of P(collapse in week j) × labelChance(j, baselineRatio)
 *
 * The probabilities depend on segment, tenure and the age of the last contact alone, so they are computed once for each such
 * combination: about 10^4 recursions stand in for the 2 × 10^6 of a medium world.
 */
export function createCollapseChance(people: Population, label: CollapseLabel = labelContract): CollapseChance {
  const known = new Map<number, Float64Array>();
  const labelChance = createLabelChance(label);
  const { certainWeeks, weeks } = horizonOf(label);
  const hits = new Float64Array(1 + weeks - certainWeeks).fill(1);

  const termsOf = (entity: number, week: number, lastContact: number) => {
    const tenure = week - people.signupWeek[entity];
    const contactAge = Math.min(week - lastContact, contactEffect.weeks);
    const key = (tenure * (contactEffect.weeks + 1) + contactAge) * SEGMENTS.length + people.segment[entity];
    let terms = known.get(key);
    if (terms === undefined) known.set(key, (terms = computeTerms(people, entity, week, lastContact, label)));
    return terms;
  };
  return {
    hits: (entity, baselineRatio) => {
      const isWorkdays = people.workdaysOnly[entity] === 1;
      for (let late = 1; late < hits.length; late++) {
        hits[late] = labelChance(certainWeeks - 1 + late, baselineRatio, isWorkdays);
      }
      return hits;
    },
    at: (cell, hits, entity, week, lastContact) => sumTerms(termsOf(entity, week, lastContact), cell, hits),
    fill: (out, hits, entity, week, lastContact) => {
      const terms = termsOf(entity, week, lastContact);
      for (let kind = 0; kind < BELIEF_WIDTH; kind += STATE_COUNT) {
        for (let cell = kind; cell < kind + COLLAPSED; cell++) out[cell] = sumTerms(terms, cell, hits);
        out[kind + COLLAPSED] = 1;
      }
    },
  };
}

function sumTerms(terms: Float64Array, cell: number, hits: Float64Array): number {
  let sum = 0;
  for (let term = 0; term < hits.length; term++) sum += hits[term] * terms[cell * hits.length + term];
  return sum;
}

/** A collapse in the first `certainWeeks` empties the whole window, one after `weeks` comes too late for any of it. */
function horizonOf({ leadDays, windowDays }: CollapseLabel) {
  return { certainWeeks: 1 + Math.floor(leadDays / 7), weeks: Math.ceil((leadDays + windowDays) / 7) };
}

/** A cell's terms side by side: P(collapse in a certain week), then P(collapse in each late week). */
function computeTerms(people: Population, entity: number, week: number, lastContact: number, label: CollapseLabel) {
  const { certainWeeks, weeks } = horizonOf(label);
  const width = STATE_COUNT * (1 + weeks - certainWeeks);
  const terms = new Float64Array(KINDS * width);
  const steps = Array.from({ length: weeks }, (_, j) => stepsOf(people, entity, week + j, lastContact));
  for (let kind = 0; kind < KINDS; kind++) {
    const ofKind = steps.map((matrices) => matrices[kind]);
    const termOf = (j: number) => Math.max(0, 1 + j - certainWeeks);
    chain.reach(ofKind, COLLAPSED, termOf, terms.subarray(kind * width, (kind + 1) * width));
  }
  return terms;
}

/** P(the window is empty enough | the account collapses at the start of week j). */
export type LabelChance = (j: number, baselineRatio: number, workdaysOnly: boolean) => number;

/**
 * A collapse before the window empties all of it. After a later one its first days still ran at the leaving level, with lognormal
 * noise. Days are those on which an account runs: one that rests at the weekend runs 7/5 as much on every other day.
 */
export function createLabelChance(label: CollapseLabel): LabelChance {
  const { leadDays, windowDays, collapseRatio } = label;
  const { weeks } = horizonOf(label);
  const runDays = (untilDay: number, workdaysOnly: boolean) => {
    const days = Array.from({ length: Math.max(0, untilDay - leadDays) }, (_, d) => leadDays + d);
    return workdaysOnly ? (days.filter((day) => day % 7 < 5).length * 7) / 5 : days.length;
  };
  const runDaysBefore = [false, true].map((workdaysOnly) =>
    Array.from({ length: weeks }, (_, j) => runDays(7 * j, workdaysOnly)),
  );
  return (j, baselineRatio, workdaysOnly) => {
    const days = runDaysBefore[workdaysOnly ? 1 : 0][j];
    if (days === 0) return 1;
    const allowed = collapseRatio * windowDays * baselineRatio - usage.level[COLLAPSED] * (windowDays - days);
    if (allowed <= 0) return 0;
    const sigma = usage.weekSigma / Math.sqrt(Math.max(1, days / 7));
    return normalCdf((Math.log(allowed / (days * usage.level[LEAVING])) + (sigma * sigma) / 2) / sigma);
  };
}
