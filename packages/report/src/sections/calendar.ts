import { figure } from '../blocks.ts';
import { calendar } from '../charts/calendar.ts';
import type { Figure } from '../page.ts';

type Weeks = { readonly firstWeek: number; readonly lastWeek: number };

export type FoldCalendar = {
  readonly folds: readonly {
    readonly name: string;
    readonly train: Weeks;
    readonly calibration: Weeks;
    readonly test: Weeks;
  }[];
  /** Until a label is known. */
  readonly gapWeeks: number;
  /** The week in which everything is decided. */
  readonly nowWeek: number;
};

/** Which weeks each fold learns from, calibrates on and is tested on, with the gaps between them. */
export function calendarFigure({ folds, gapWeeks, nowWeek }: FoldCalendar): Promise<Figure> {
  const spec = calendar({
    nowWeek,
    folds: folds.map(({ name, train, calibration, test }) => ({
      name,
      windows: [
        { kind: 'train', ...halfOpen(train) },
        { kind: 'gap', from: train.lastWeek + 1, to: calibration.firstWeek },
        { kind: 'calibration', ...halfOpen(calibration) },
        { kind: 'gap', from: calibration.lastWeek + 1, to: test.firstWeek },
        { kind: 'test', ...halfOpen(test) },
        { kind: 'label', from: test.lastWeek + 1, to: test.lastWeek + 1 + gapWeeks },
      ],
    })),
  });
  const caption =
    'Every window is a label horizon away from the next, so nothing learns from an outcome that was not known yet.';
  return figure('calendar', spec, caption);
}

function halfOpen({ firstWeek, lastWeek }: Weeks): { readonly from: number; readonly to: number } {
  return { from: firstWeek, to: lastWeek + 1 };
}
