import { InvalidArgumentError, Option } from 'commander';

/** A typed flag of a verb. It is typed as the key it is declared under: `plantLeak` as `--plant-leak`. */
export interface Flag<Value> {
  readonly about: string;
  /** What follows the flag, as help shows it; a flag without it is a switch. */
  readonly takes?: string;
  /** The value of a flag that is not typed, and how help calls it. */
  readonly otherwise: Value;
  readonly otherwiseShown?: string;
  /** Throws an `InvalidArgumentError` that says what was expected. */
  readonly read?: (text: string) => Value;
  /** Flags (by key) that contradict it. */
  readonly excludes?: readonly string[];
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** What a verb gets of its flags. */
export type FlagValues<Declared extends Flags> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Flag<infer Value> ? Value : never;
};

interface Bounds<Otherwise> {
  readonly from: number;
  readonly to: number;
  readonly otherwise: Otherwise;
  readonly otherwiseShown?: string;
}

/** `otherwise` may be undefined: what a flag that is not typed means is then the verb's business. */
export function wholeNumber<Otherwise extends number | undefined>(
  about: string,
  { from, to, ...rest }: Bounds<Otherwise>,
): Flag<number | Otherwise> {
  const read = (text: string) => {
    if (/^\d+$/.test(text) && Number(text) >= from && Number(text) <= to) return Number(text);
    throw new InvalidArgumentError(`expected a whole number from ${from} to ${to}`);
  };
  return { about, takes: 'N', read, ...rest };
}

/** The first value is the one of a flag that is not typed, unless `otherwise` says which. */
export function oneOf<const Value extends string>(
  about: string,
  values: readonly [Value, ...Value[]],
  otherwise: NoInfer<Value> = values[0],
): Flag<Value> {
  const read = (text: string) => {
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`expected ${values.join(' or ')}`);
  };
  return { about, takes: values.join('|'), otherwise, read };
}

/** Whether the directory is there is the verb's business: `--explain-data` may be typed with it. */
export function directory(about: string, { excludes = [] as readonly string[] } = {}): Flag<string | undefined> {
  const read = (text: string) => {
    if (text !== '') return text;
    throw new InvalidArgumentError('expected a directory');
  };
  return { about, takes: 'DIR', otherwise: undefined, read, excludes };
}

/** A text that is taken as it is typed. */
export function text(about: string, takes: string): Flag<string | undefined> {
  return { about, takes, otherwise: undefined, read: (typed) => typed };
}

export function toggle(about: string): Flag<boolean> {
  return { about, otherwise: false };
}

export function optionOf(key: string, flag: Flag<unknown>): Option {
  const name = `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const { about, takes, otherwise, otherwiseShown = otherwise, read, excludes = [] } = flag;
  const option = new Option(takes === undefined ? name : `${name} <${takes}>`, about).conflicts([...excludes]);
  if (read !== undefined) option.argParser(read);
  if (otherwise !== undefined && otherwise !== false) option.default(otherwise, String(otherwiseShown));
  return option;
}
