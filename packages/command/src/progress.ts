import { styleText } from 'node:util';

/**
 * What the stages of a run say while they work, on stderr: on a terminal one line that is rewritten and then stays with its
 * time, elsewhere a plain line when a stage ends, and one in ten seconds while it lasts.
 */
export interface Progress {
  readonly stage: Stage;
  /** Of every stage that is done. */
  readonly seconds: Readonly<Record<string, number>>;
}

export type Stage = <T>(name: string, work: (tick: Tick) => Promise<T>) => Promise<T>;

/** A step of a long stage: `tick(70, 156, 'weeks')`. Cheap to call often; what is shown changes ten times a second at most. */
export type Tick = (done: number, total: number, what?: string) => void;

/** What is needed of `process.stderr`. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** False where NO_COLOR is set, or the terminal has none. */
  hasColors?(): boolean;
}

export function createProgress(screen: Screen, clock: () => number = () => performance.now()): Progress {
  const seconds: Record<string, number> = {};
  const isLive = screen.isTTY === true && process.env.TERM !== 'dumb';
  const mark = (text: string, colour: 'green' | 'red') =>
    screen.hasColors?.() ? styleText(colour, text, { validateStream: false }) : text;
  return {
    seconds,
    stage: async (name, work) => {
      const begun = clock();
      const elapsed = () => (clock() - begun) / 1000;
      const pulse = startPulse(screen, isLive, clock, (steps) => describe(name, elapsed(), steps));
      const conclude = (sign: string) => {
        pulse.stop();
        screen.write(`  ${sign} ${name.padEnd(10)} ${inSeconds(elapsed())}\n`);
      };
      try {
        const result = await work(pulse.tick);
        seconds[name] = Math.round(elapsed() * 1000) / 1000;
        conclude(mark('✓', 'green'));
        return result;
      } catch (failure) {
        conclude(mark('✗', 'red'));
        throw failure;
      }
    },
  };
}

/** The newest step and the first one that was told, each with its time in seconds since the stage began. */
interface Steps {
  readonly what: string;
  readonly total: number;
  readonly first: Step;
  readonly newest: Step;
}

interface Step {
  readonly done: number;
  readonly at: number;
}

/** Milliseconds between two states of a line, and between two plain lines. */
const PULSE = { live: 100, plain: 10_000 };
const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
const CLEAR_LINE = '\r\u001b[K';

/** Shows a line when it is due. The timer does, or a tick: while a stage computes, no timer runs. */
function startPulse(screen: Screen, isLive: boolean, clock: () => number, line: (steps: Steps | undefined) => string) {
  const every = isLive ? PULSE.live : PULSE.plain;
  const begun = clock();
  let steps: Steps | undefined;
  let shownAt = begun;
  let frame = 0;
  const show = () => {
    shownAt = clock();
    const text = `${isLive ? FRAMES[frame++ % FRAMES.length] : '…'} ${line(steps)}`;
    // A line that is wider than the terminal would wrap and could not be rewritten.
    screen.write(isLive ? `${CLEAR_LINE}  ${text.slice(0, (screen.columns || 80) - 3)}` : `  ${text}\n`);
  };
  if (isLive) show();
  const timer = setInterval(() => {
    if (clock() - shownAt >= every) show();
  }, PULSE.live);
  timer.unref();
  return {
    tick: (done: number, total: number, what = 'steps') => {
      const newest = { done, at: (clock() - begun) / 1000 };
      steps = { what, total, first: steps?.first ?? newest, newest };
      if (clock() - shownAt >= every) show();
    },
    stop: () => {
      clearInterval(timer);
      if (isLive) screen.write(CLEAR_LINE);
    },
  };
}

function describe(name: string, elapsed: number, steps: Steps | undefined): string {
  const line = `${name.padEnd(10)} ${inSeconds(elapsed)}`;
  if (steps === undefined) return line;
  const { done } = steps.newest;
  const percent = `${Math.floor((100 * done) / steps.total)} %`.padStart(5);
  return `${line}  ${percent}  ${done} of ${steps.total} ${steps.what}${remaining(elapsed, steps)}`;
}

/**
 * At the pace since the first step that was told, because what comes before the steps says nothing of them. Nothing is
 * foretold from a twentieth of them or less, nor of few steps: those are long and seldom alike.
 */
function remaining(elapsed: number, { total, first, newest }: Steps): string {
  const stepped = newest.done - first.done;
  if (total < 10 || stepped <= total / 20 || newest.done === total) return '';
  const left = ((newest.at - first.at) / stepped) * (total - newest.done) - (elapsed - newest.at);
  const seconds = Math.max(1, Math.ceil(left));
  return `, ${seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`} left`;
}

function inSeconds(elapsed: number): string {
  return `${elapsed.toFixed(1).padStart(6)} s`;
}
