const isJson = process.argv.includes('--json');

/** Tells a reader what comes; with --json nobody. */
export function say(text: string): void {
  if (!isJson) console.log(text);
}

/** Every run of an engine, so that a reader sees the noise, and the medians; with --json as one object a line. Names of figures carry the unit. */
export function report<F extends object>(work: string, engine: string, runs: readonly F[]): void {
  if (runs.length === 0) return;
  const names = Object.keys(runs[0]) as (keyof F & string)[];
  const figures = names.map((name) => ({ name, values: runs.map((run) => Number(run[name])) }));
  if (isJson) {
    const medians = Object.fromEntries(figures.map(({ name, values }) => [name, median(values)]));
    console.log(JSON.stringify({ work, engine, medians, runs }));
    return;
  }
  const inWords = figures.map(
    ({ name, values }) => `${name} ${short(median(values))} (${values.map(short).join(' ')})`,
  );
  console.log(`  ${engine.padEnd(18)} ${inWords.join('  ')}`);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(value < 1 ? 4 : 3);
}
