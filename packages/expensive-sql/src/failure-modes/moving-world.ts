import { concatRows } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { type Judged, judgeRanking, trainOn } from './trial.ts';

/**
 * A world that moves. Careless: how large a table is, is asked of ANALYZE, as every optimizer does, and the past of a template says
 * the rest; judged on later days, but days on which templates and tables were still the old ones. Then tables are reloaded, a
 * migration brings templates nobody has seen, and both answers are gone at once.
 *
 * Correct reads bytes off the Delta log, which is never old, and knows a new template by what its text asks for.
 */
export function movingWorld(set: TrainingSet, model: CalibratedModel, house: Judged, seed: number) {
  const { fold, meanCpuSeconds } = model;
  const [before, after] = [fold.stopping, fold.calibration];
  const names = set.modelColumns.filter((name) => !FRESH.includes(name));
  const read = { names, columns: names.map((name) => featureColumn(set, name)) };
  const ranks = trainOn(set, read, fold, seed)(read);
  const judge = (judged: Uint32Array) => {
    const calibrate = judged === before ? before : concatRows(before, after);
    return judgeRanking(set, { ranking: ranks }, { calibrate, judged }, meanCpuSeconds);
  };
  const seen = new Set(Array.from(fold.train, (row) => set.template[row]));
  const unseenShare = (rows: Uint32Array) => rows.filter((row) => !seen.has(set.template[row])).length / rows.length;
  return {
    careless: {
      offline: { ...judge(before), unseenShare: unseenShare(before) },
      live: { ...judge(fold.test), unseenShare: unseenShare(fold.test) },
    },
    correct: { live: house },
  };
}

/** What nobody knows who asks ANALYZE. */
// biome-ignore format: read as a paragraph
const FRESH: readonly string[] = [
  'log_scan_gb', 'log_read_gb', 'log_largest_gb', 'log_second_gb', 'expected_log_cpu', 'table_expected_log_cpu',
  'template_log_cpu_per_gb_1', 'template_log_cpu_per_gb_10', 'table_log_cpu_per_gb_50', 'same_size_runs_28d',
  'same_size_log_cpu_per_gb_5', 'same_size_expected_log_cpu', 'log_days', 'unpruned_tables',
];
