import { styleText } from 'node:util';

/** Progress on stderr: one line that is rewritten on a terminal, one plain line a stage elsewhere. */
export interface Progress {
  stage<T>(name: string, work: () => Promise<T>): Promise<T>;
  note(text: string): void;
  readonly seconds: Readonly<Record<string, number>>;
}

export function createProgress(stream: NodeJS.WriteStream, clock: () => number): Progress {
  const seconds: Record<string, number> = {};
  const isLive = stream.isTTY === true;
  const write = (text: string) => stream.write(text);
  return {
    seconds,
    note: (text) => {
      if (isLive) write(`\r\u001b[K  ${text}`);
    },
    stage: async (name, work) => {
      const start = clock();
      if (isLive) write(`  … ${name}`);
      const result = await work();
      seconds[name] = Math.round(clock() - start) / 1000;
      const line = `  ${mark('✓', stream)} ${name.padEnd(10)} ${seconds[name].toFixed(1).padStart(6)} s`;
      write(isLive ? `\r\u001b[K${line}\n` : `${line}\n`);
      return result;
    },
  };
}

function mark(text: string, stream: NodeJS.WriteStream): string {
  return stream.isTTY && !process.env.NO_COLOR ? styleText('green', text) : text;
}
