import { rungOf } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; a missing value fails. */
export function judgeGate({ ladder, calibration, money }: Evaluation, { passed }: RunAudit): GateVerdict {
  const { slope, expectedCalibrationError } = calibration.shipped;
  const beats = (role: 'incumbent' | 'simple', because: string) => {
    const { name, modelMinusThis } = rungOf(ladder, role);
    return { name: `beats the ${name}`, found: modelMinusThis.low, required: { above: 0 }, because };
  };
  const slopeEnds = 'why' in slope ? null : ([slope.low, slope.high] as const);
  const isCalibrated = { overlaps: gateSettings.calibrationSlope };
  const missesLittle = { atMost: gateSettings.maximumCalibrationError };
  const isWorthIt = { above: money.rule.netUsd };
  return evaluateGate([
    { name: 'audit passed', found: passed, required: { equals: true }, because: 'a leak makes all else meaningless' },
    beats('incumbent', 'a model has to earn its keep'),
    beats('simple', 'otherwise the simpler model ships'),
    { name: 'calibration slope', found: slopeEnds, required: isCalibrated, because: WHY },
    { name: 'calibration error', found: expectedCalibrationError, required: missesLittle, because: WHY },
    { name: 'money', found: money.model.netUsd, required: isWorthIt, because: 'the rule earns this much' },
  ]);
}

const WHY = 'a probability is multiplied by dollars';
