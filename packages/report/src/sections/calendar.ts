import { figure } from '../blocks.ts';
import { calendar } from '../charts/calendar.ts';
import type { Figure } from '../page.ts';

type Steps = { readonly first: number; readonly last: number };

type FoldDrawn = { readonly name: string } & Readonly<Record<'train' | 'calibration' | 'test', Steps>>;

export type FoldCalendar = {
  /** Oldest first, before the one whose figures are reported. */
  readonly rolling: readonly FoldDrawn[];
  readonly final: FoldDrawn;
  /** Until a label is known. */
  readonly gapSteps: number;
  /** Steps of the past: after the last everything is decided. */
  readonly historySteps: number;
};

/** Which weeks, or other steps, each fold learns from, calibrates on and is tested on, with the gaps between them. */
export function calendarFigure({ rolling, final, gapSteps, historySteps: now }: FoldCalendar): Promise<Figure> {
  const folds = [...rolling, final];
  const spec = calendar({
    nowWeek: now,
    folds: folds.map(({ name, train, calibration, test }) => ({
      name,
      windows: [
        { kind: 'train', ...halfOpen(train) },
        { kind: 'gap', from: train.last + 1, to: calibration.first },
        { kind: 'calibration', ...halfOpen(calibration) },
        { kind: 'gap', from: calibration.last + 1, to: test.first },
        { kind: 'test', ...halfOpen(test) },
        // Steps are whole, labels need not be: the newest is known by now, though the gap is rounded up.
        { kind: 'label', from: test.last + 1, to: Math.min(now, test.last + 1 + gapSteps) },
      ],
    })),
  });
  const caption =
    'Every window is a label horizon away from the next, so nothing learns from an outcome that was not known yet.';
  return figure('calendar', spec, caption);
}

function halfOpen({ first, last }: Steps): { readonly from: number; readonly to: number } {
  return { from: first, to: last + 1 };
}
