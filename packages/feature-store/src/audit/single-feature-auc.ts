import { type Detector, detector, type Suspicion } from './detector.ts';
import { type AuditThresholds, DEFAULT_THRESHOLDS } from './evidence.ts';
import { singleFeatureAucs } from './single-feature-aucs.ts';

/**
 * A single column that all but tells the label: by its values, or by their being missing. Rows that vanish from a table
 * once the outcome is known make missingness the leak.
 */
export const singleFeatureAuc: Detector = detector(
  'single-feature-auc',
  ['names', 'columns', 'label'],
  ({ names, columns, label, weight, featureAucs, thresholds }) => {
    const aucs = featureAucs ?? singleFeatureAucs({ names, columns, label, weight });
    if ('notApplicable' in aucs) return aucs;
    const limits = { ...DEFAULT_THRESHOLDS, ...thresholds };
    return aucs.flatMap(({ name, auc, missingnessAuc }) => [
      ...suspect(name, 'the values', auc, limits),
      ...suspect(name, 'their being missing', missingnessAuc, limits),
    ]);
  },
);

function suspect(
  name: string,
  what: string,
  auc: number,
  { refusedAuc, noticedAuc }: AuditThresholds,
): readonly Suspicion[] {
  if (!(auc > noticedAuc)) return [];
  const isRefused = auc > refusedAuc;
  return [
    {
      subject: name,
      found: `AUC ${auc.toFixed(3)} of ${what} alone`,
      allowed: `at most ${isRefused ? refusedAuc : `${noticedAuc} without a second look`}`,
      explanation: isRefused
        ? 'One column all but tells the label: it was probably written because of the outcome, or after it.'
        : 'One column carries much of the answer. It may well be honest; make sure that it is.',
      whatToDo: `Ask when ${name} is written and by what; drop it if the outcome comes first.`,
      severity: isRefused ? 'refused' : 'noticed',
    },
  ];
}
