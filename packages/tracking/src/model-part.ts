/**
 * What a model folder carries beside the trees, as typed parts: a calibrator, a label's contract, a drift reference. Training
 * writes and scoring reads through the same definition, so that either finds what the other means or is told in words
 * which file is wrong.
 *
 * Equation: `decode(encode(value)) = value`. JSON has no NaN and no typed arrays, so `encode` reads its own text back before
 * anything touches the disk, and refuses a value that would come back as something else.
 */

import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { StoreError } from './store-error.ts';
import { parseJson } from './yaml-file.ts';

export type ModelPart<Value> = {
  /** The file's name; a family of files has one `*` in it. */
  readonly file: string;
  /** File name to text. */
  encode(value: Value): Readonly<Record<string, string>>;
  /** @throws StoreError when the folder holds no such file, or one that says something else */
  decode(folder: PartFiles): Value;
};

export type ModelParts = Readonly<Record<string, ModelPart<unknown>>>;

export type PartValues<Parts extends ModelParts> = {
  readonly [Name in keyof Parts]: Parts[Name] extends ModelPart<infer Value> ? Value : never;
};

/** What decoding needs of a model folder. */
export type PartFiles = { readonly dir: string; readonly files: readonly string[]; text(name: string): string };

/** A part as one JSON file that `schema` validates, and keeps as it is: it neither drops keys nor changes values. */
export function modelPart<Value>(file: string, schema: z.ZodType<Value>): ModelPart<Value> {
  return {
    file,
    encode(value) {
      const text = `${JSON.stringify(value, null, 2)}\n`;
      const read = parseJson(text, schema, 'model part', file, 'JSON holds no NaN and no typed array');
      if (!isDeepStrictEqual(read, JSON.parse(text)))
        throw new Error(`model part ${file}: its schema drops or changes what is written; describe every key`);
      return { [file]: text };
    },
    decode: (folder) =>
      parseJson(folder.text(file), schema, `model folder ${folder.dir}`, file, 'register the model again'),
  };
}

/** A part as it is: SQL, or a second booster. */
export function textPart(file: string): ModelPart<string> {
  return { file, encode: (text) => ({ [file]: text }), decode: (folder) => folder.text(file) };
}

/** As many texts as there are names for the `*` of `file`: `{ '0.1': … }` is written as `quantile-0.1.json`. */
export function textParts(file: string): ModelPart<Readonly<Record<string, string>>> {
  const [before, after] = file.split('*');
  return {
    file,
    encode: (texts) =>
      Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${before}${name}${after}`, text])),
    decode(folder) {
      const found = folder.files.filter((name) => name.startsWith(before) && name.endsWith(after));
      if (found.length === 0)
        throw new StoreError(`model folder ${folder.dir}: holds no ${file}`, 'register the model again');
      return Object.fromEntries(
        found.map((name) => [name.slice(before.length, name.length - after.length), folder.text(name)]),
      );
    },
  };
}

/** The files of all parts; the types demand a value for each. */
export function encodeParts<Parts extends ModelParts>(
  parts: Parts,
  values: PartValues<Parts>,
): Readonly<Record<string, string>> {
  return Object.assign({}, ...Object.entries(parts).map(([name, part]) => part.encode(values[name])));
}

export function decodeParts<Parts extends ModelParts>(parts: Parts, folder: PartFiles): PartValues<Parts> {
  const values = Object.entries(parts).map(([name, part]) => [name, part.decode(folder)]);
  return Object.fromEntries(values) as PartValues<Parts>;
}
