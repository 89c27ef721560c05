import { join } from 'node:path';
import { Refusal } from '@applied-modeling/command';
import * as tracking from '@applied-modeling/tracking';
import { promote } from '../govern/promote.ts';
import { standingNow } from '../govern/standing-now.ts';
import { CADENCES, weeksOf } from '../monitor/cadence.ts';
import type { MonitorSteps, WatchOptions } from '../monitor/monitor-verb.ts';
import { alarmsIn } from '../monitor/replay.ts';
import { signalsOf } from '../monitor/signals.ts';
import type { Watch, WatchedStep } from '../monitor/watched-step.ts';
import type { ScoredBatch } from '../score/scored-batch.ts';
import { inSilence, trainQuietly } from '../train/train-quietly.ts';
import { spoilUnit } from './spoil-unit.ts';

/** What a drill needs of a pipeline. */
export interface DrillSteps extends Pick<MonitorSteps, 'simulate' | 'trainRun' | 'watchRun'> {
  /** US dollars: what acting on a row costs, whoever it is. */
  readonly actUsd: number;
}

export interface DrillOptions extends Omit<WatchOptions, 'mlrunsDir'> {
  readonly model: string;
  readonly command: string;
  /** An empty folder: nobody's registry is played with. */
  readonly dir: string;
  readonly clock: () => number;
}

/** What happened, in simulated time. Steps are those of the calendar. */
export interface Drill {
  readonly cadence: Watch['cadence'];
  /** The column that the bad model learnt in another unit. */
  readonly column: string;
  /** So many times as large. */
  readonly factor: number;
  readonly versions: Readonly<Record<'good' | 'bad', number>> & { readonly retrained: number | null };
  readonly promotedAt: number;
  /** The first alarm, and the first of what needs outcomes; null where none was raised. */
  readonly alarm: Alarm | null;
  readonly lateAlarm: Alarm | null;
  /** By the good model's reckoning, dollars that the bad one's choices fell short of its own: step by step from the promotion on. */
  readonly lostUsd: readonly number[];
  readonly rollbackSeconds: number;
  /** After the drill. */
  readonly standing: tracking.Standing;
}

interface Alarm {
  readonly signal: string;
  readonly at: number;
}

/** Cents instead of dollars, or per cent instead of a share. */
const FACTOR = 100;

/**
 * A good model is champion; a bad one passes a gate that somebody has cut down to one check, and is promoted; the monitor alarms; the
 * champion is rolled back; and what follows from the alarm is a challenger. All of it with the functions that people type.
 */
export async function drill(steps: DrillSteps, { model, command, dir, clock, ...asked }: DrillOptions): Promise<Drill> {
  const { stage, cadence } = asked;
  const mlrunsDir = join(dir, 'mlruns');
  const recorded = { mlrunsDir, runsDir: dir, clock, commit: 'drill' };
  const train = (following: number) => trainQuietly(steps, { ...asked, ...recorded, following });
  const standing = () => standingNow(mlrunsDir, model, command);
  const decide = async (version: number, because: string) =>
    promote(mlrunsDir, await standing(), { version, by: 'drill', because, isOverride: true, at: clock() });
  const watch = () => steps.watchRun({ ...asked, mlrunsDir, stage: inSilence });

  await stage('train', () => train(0));
  const registry = tracking.openRegistry(mlrunsDir);
  const good = (await registry.versions(model)).at(-1)!;
  await decide(good.version, 'the best there is');
  const seen = await stage('good model', watch);
  const [column] = seen.watched;
  const bad = await registerBad(mlrunsDir, good, { model, column, dir, at: clock() });
  await decide(bad, 'it has to be out by Friday');
  const spoilt = await stage('bad model', watch);

  const startedAt = clock();
  await registry.rollback(model, 'champion', { at: startedAt, by: 'drill', reason: 'the monitor alarms' });
  const rollbackSeconds = (clock() - startedAt) / 1000;
  const before = (await registry.versions(model)).length;
  await stage('retrain', () => train(weeksOf(cadence, CADENCES[cadence].injectedAfter)));
  const after = await registry.versions(model);
  return {
    ...judge(seen, spoilt, steps.actUsd),
    ...{ cadence, column, factor: FACTOR, rollbackSeconds },
    versions: { good: good.version, bad, retrained: after.length > before ? after.at(-1)!.version : null },
    standing: (await standing()).standing,
  };
}

/** The good model decides until the bad one is promoted: when somebody notices, and what the bad one's choices fall short by. */
function judge(seen: Watch, spoilt: Watch, actUsd: number) {
  const { injectedAfter: from } = CADENCES[seen.cadence];
  const mixed: Watch = { ...seen, steps: seen.steps.map((step, at) => (at < from ? step : spoilt.steps[at])) };
  const signals = signalsOf(mixed);
  const late = signals.filter(({ isLate }) => isLate);
  return {
    promotedAt: seen.steps[from].step,
    alarm: firstAlarm(mixed, signals, from),
    lateAlarm: firstAlarm(mixed, late, from),
    lostUsd: seen.steps.slice(from).map((step, at) => lostBy(step, spoilt.steps[from + at], actUsd)),
  };
}

/** A whole folder, of a model that learnt one column in another unit; evidence of a gate that asks next to nothing. */
async function registerBad(
  mlrunsDir: string,
  good: tracking.ModelVersion,
  {
    model,
    column,
    dir,
    at,
  }: { readonly model: string; readonly column: string; readonly dir: string; readonly at: number },
): Promise<number> {
  const folder = await tracking.verifyModelFolder(good.dir);
  if (folder.kind !== 'xgboost') throw new Refusal('the drill spoils trees', ['what ships here is a line']);
  const { featureNames, featureFingerprint, runId } = folder;
  const json = spoilUnit(folder.text('model.json'), column, FACTOR);
  const plain = { model: { kind: 'xgboost', json }, featureNames, featureFingerprint, runId, createdAt: at } as const;
  const made = tracking.planModelFolder(plain);
  const isPart = (file: string) => !made.has(file) && !/^code\/|example/.test(file);
  const source = join(dir, 'bad-model');
  await tracking.writeModelFolder(source, {
    ...plain,
    extraFiles: Object.fromEntries(folder.files.filter(isPart).map((file) => [file, folder.text(file)])),
  });
  const isWhole = {
    name: 'the file is whole',
    found: true,
    required: { equals: true },
    because: 'nobody asked for more',
  };
  const version = await tracking.openRegistry(mlrunsDir).registerVersion({
    ...{ name: model, source, runId: good.runId, at, description: 'Learnt with one column in another unit.' },
    tags: tracking.gateTags(tracking.evaluateGate([isWhole])),
  });
  return version.version;
}

function firstAlarm(watch: Watch, signals: ReturnType<typeof signalsOf>, from: number): Alarm | null {
  const alarms = Object.entries(alarmsIn(signals)).flatMap(([signal, all]) =>
    all.filter((at) => at >= from).map((at) => ({ signal, place: at, at: watch.steps[at].step })),
  );
  const [first = null] = alarms.sort((a, b) => a.place - b.place);
  return first && { signal: first.signal, at: first.at };
}

/** What the good model thinks that its own choices are worth, less those of the bad one. */
function lostBy({ batch: good }: WatchedStep, { batch: bad }: WatchedStep, actUsd: number): number {
  const worth = new Map(good.entityId.map((id, row) => [id, good.expectedUsd[row]]));
  const worthOf = ({ entityId, isChosen }: ScoredBatch) =>
    entityId.reduce((usd, id, row) => (isChosen[row] === 1 ? usd + (worth.get(id) || 0) - actUsd : usd), 0);
  return worthOf(good) - worthOf(bad);
}
