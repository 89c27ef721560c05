/**
 * A feature's name as words, for readers who have never seen the code: `usage_ratio_28_84` is "usage: 28 days over 84". Only
 * the endings that windows leave are known here; what is named otherwise is described by whoever names it.
 */
export function featureInWords(name: string): string {
  return name
    .replace(/^log_(.*)$/, '$1, in logs')
    .replace(/_ratio_(\d+)_(\d+)$/, ': $1 days over $2')
    .replace(/_per_day_(\d+)d$/, ' a day, $1 days')
    .replace(/_share_(\d+)d$/, ' share, $1 days')
    .replace(/_(\d+)d$/, ', $1 days')
    .replaceAll('_', ' ');
}
