import type { Calibrator, Interval, JudgedCalibration } from '@applied-modeling/evaluation';
import type { Figures } from './answer.ts';
import { decimal } from './format.ts';

const IN_WORDS: Readonly<Record<Calibrator['method'], string>> = {
  isotonic: 'isotonic regression (a rising step function, smoothed)',
  platt: "Platt's sigmoid",
  none: 'the sigmoid alone',
};

/** The calibrator that ships beside the next one, by their Brier scores; `difference` is the shipped one's − the other's. */
export function calibratorFigures({ shipped, alternatives }: JudgedCalibration, difference: Interval): Figures {
  const [alternative = shipped] = alternatives;
  return {
    calibrator: IN_WORDS[shipped.method],
    brier: decimal(shipped.brierScore, 4),
    alternative: IN_WORDS[alternative.method],
    alternative_brier: decimal(alternative.brierScore, 4),
    calibrator_verdict: verdict(difference),
  };
}

/** Of the other calibrator. */
function verdict({ low, high }: Interval): string {
  if (low <= 0 && high >= 0) return 'a tie';
  return high < 0 ? 'worse by more than noise' : 'better by more than noise';
}
