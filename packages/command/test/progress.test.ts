import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProgress, type Screen } from '../src/index.ts';

afterEach(() => vi.unstubAllEnvs());

function screen(options: Partial<Screen> = {}) {
  const written: string[] = [];
  return { written, stream: { write: (text: string) => written.push(text), ...options } };
}

/** A clock that stands until it is told. */
function clock() {
  let now = 0;
  return { read: () => now, pass: (seconds: number) => (now += 1000 * seconds) };
}

describe('where nobody watches', () => {
  it('a stage is one plain line with its time', async () => {
    const { written, stream } = screen();
    const time = clock();
    const progress = createProgress(stream, time.read);
    const result = await progress.stage('train', async (tick) => {
      for (let done = 0; done < 50; done++) tick(done, 50);
      time.pass(3.14);
      return 42;
    });
    expect(result).toBe(42);
    expect(written).toEqual(['  ✓ train         3.1 s\n']);
    expect(progress.seconds).toEqual({ train: 3.14 });
  });

  it('a long stage says every ten seconds how far it is, and how long it will take', async () => {
    const { written, stream } = screen();
    const time = clock();
    await createProgress(stream, time.read).stage('simulate', async (tick) => {
      for (let week = 1; week <= 156; week++) {
        time.pass(0.25);
        tick(week, 156, 'weeks');
      }
    });
    expect(written).toEqual([
      '  … simulate     10.0 s   25 %  40 of 156 weeks, 29 s left\n',
      '  … simulate     20.0 s   51 %  80 of 156 weeks, 19 s left\n',
      '  … simulate     30.0 s   76 %  120 of 156 weeks, 9 s left\n',
      '  ✓ simulate     39.0 s\n',
    ]);
  });

  it('the pace is that of the steps, not of what came before, and time passes between two of them', async () => {
    const { written, stream } = screen();
    const time = clock();
    await createProgress(stream, time.read).stage('features', async (tick) => {
      time.pass(8);
      tick(0, 20, 'weeks');
      time.pass(4);
      tick(4, 20, 'weeks');
      time.pass(11);
      tick(10, 20, 'weeks');
    });
    expect(written.slice(0, -1)).toEqual([
      '  … features     12.0 s   20 %  4 of 20 weeks, 16 s left\n',
      '  … features     23.0 s   50 %  10 of 20 weeks, 15 s left\n',
    ]);
  });

  it('nothing is foretold from a few long steps', async () => {
    const { written, stream } = screen();
    const time = clock();
    await createProgress(stream, time.read).stage('train', async (tick) => {
      time.pass(11);
      tick(2, 6, 'boosters');
    });
    expect(written[0]).toBe('  … train        11.0 s   33 %  2 of 6 boosters\n');
  });

  it('a stage that fails is marked, and the failure goes on', async () => {
    const { written, stream } = screen();
    const stage = createProgress(stream, clock().read).stage('split', () => Promise.reject(new Error('no weeks')));
    await expect(stage).rejects.toThrow('no weeks');
    expect(written).toEqual(['  ✗ split         0.0 s\n']);
  });
});

describe('on a terminal', () => {
  it('a line is rewritten at most ten times a second, fits its width, and stays with its time', async () => {
    const { written, stream } = screen({ isTTY: true, columns: 40 });
    vi.stubEnv('TERM', 'xterm');
    const time = clock();
    await createProgress(stream, time.read).stage('features', async (tick) => {
      for (let done = 1; done <= 1000; done++) {
        time.pass(0.002);
        tick(done, 1000, 'rows of a very large table');
      }
    });
    expect(written.length).toBeLessThanOrEqual(2 * 10 + 3);
    for (const line of written) expect(line.replace('\r\u001b[K', '').length).toBeLessThan(40);
    expect(written.at(-1)).toBe('  ✓ features      2.0 s\n');
    expect(written.at(-2)).toBe('\r\u001b[K');
  });

  it('moves while a stage waits and says nothing', async () => {
    vi.stubEnv('TERM', 'xterm');
    const { written, stream } = screen({ isTTY: true });
    await createProgress(stream).stage('ingest', () => new Promise((resolve) => setTimeout(resolve, 350)));
    expect(written.length).toBeGreaterThan(3);
  });

  it('colours the mark unless colours are refused', async () => {
    vi.stubEnv('TERM', 'xterm');
    const marks = [true, false].map(async (hasColors) => {
      const { written, stream } = screen({ isTTY: true, hasColors: () => hasColors });
      await createProgress(stream, clock().read).stage('audit', async () => undefined);
      return written.at(-1);
    });
    expect(await Promise.all(marks)).toEqual([
      '  \u001b[32m✓\u001b[39m audit         0.0 s\n',
      '  ✓ audit         0.0 s\n',
    ]);
  });
});
