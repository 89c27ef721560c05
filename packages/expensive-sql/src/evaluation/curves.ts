import { type NamedRung, precisionRecallCurve, take } from '@applied-modeling/evaluation';
import type { JudgedWindow } from './judged-window.ts';
import { isNewTemplate } from './slices.ts';

export interface Curve extends NamedRung {
  readonly points: readonly { readonly recall: number; readonly precision: number }[];
}

const DRAWN: readonly NamedRung['role'][] = ['incumbent', 'simple', 'model', 'unproven', 'ceiling'];

/** Of the rungs people compare, on all queries; and of the model on templates that training never saw. */
export function drawCurves(window: JudgedWindow): readonly Curve[] {
  const { scored, label, weight } = window;
  const members = Uint32Array.from(label.keys()).filter(isNewTemplate(window));
  const labels = take(label, members);
  const model = scored.find(({ role }) => role === 'model')!;
  const all = scored
    .filter(({ role }) => DRAWN.includes(role))
    .map(({ name, role, score }) => ({ name, role, points: precisionRecallCurve(label, score, { weight }) }));
  if (!labels.includes(1)) return all;
  const points = precisionRecallCurve(labels, take(model.score, members), { weight: take(weight, members) });
  return [...all, { name: `${model.name}, new templates`, role: 'ablation', points }];
}
