/**
 * MLflow's metadata files, which PyYAML reads and writes: YAML 1.1, in which `yes`, `1_000` and `2026-11-23` are not text,
 * less what PyYAML leaves out of it. No two parsers agree about `08`, `1e-3`, `0o17` or `=`. So we quote all text that does
 * not begin with a letter, and read an unquoted scalar as a number only where it is written as Python writes one.
 */

import { readFile } from 'node:fs/promises';
import { Document, parseDocument, Scalar, visit } from 'yaml';
import type { z } from 'zod';
import { hasCode } from './atomic-file.ts';
import { StoreError } from './store-error.ts';

const PLAIN_TEXT = /^(?!(?:y|n|yes|no|on|off)$)[a-z][^\t]*$/i;

/** `value` as MLflow's own `yaml.safe_dump` would lay it out: single quotes, explicit nulls, keys in the given order. */
export function yamlText(value: object): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && !PLAIN_TEXT.test(node.value)) node.type = Scalar.QUOTE_SINGLE;
    },
  });
  return document.toString({ singleQuote: true, lineWidth: 0, indentSeq: false });
}

/**
 * Reads and validates one metadata file.
 *
 * @param subject what the file describes, to begin error messages with
 * @throws when the file is missing, is not YAML, or lacks a field
 */
export async function readYaml<T>(path: string, schema: z.ZodType<T>, subject: string): Promise<T> {
  const text = await readText(path, subject);
  let value: unknown;
  try {
    value = parsePythonYaml(text);
  } catch (error) {
    throw new StoreError(`${subject}: ${path} is not YAML (${(error as Error).message.split('\n')[0]})`);
  }
  return validate(value, schema, subject, path);
}

const PYTHON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+(e[-+]\d+)?)?$/;

/** @throws what the parser found wrong first */
function parsePythonYaml(text: string): unknown {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw document.errors[0];
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'number' && !PYTHON_NUMBER.test(node.source ?? '')) node.value = node.source;
    },
  });
  return document.toJS();
}

/** Like {@link readYaml}, for a JSON file. */
export async function readJson<T>(path: string, schema: z.ZodType<T>, subject: string): Promise<T> {
  return parseJson(await readText(path, subject), schema, subject, path);
}

/** Like {@link readJson}, for text that is read already. */
export function parseJson<T>(text: string, schema: z.ZodType<T>, subject: string, path: string, advice?: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new StoreError(`${subject}: ${path} is not JSON (${(error as Error).message})`, advice);
  }
  return validate(value, schema, subject, path, advice);
}

async function readText(path: string, subject: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw new StoreError(`${subject}: found no file ${path}`);
    throw error;
  }
}

function validate<T>(value: unknown, schema: z.ZodType<T>, subject: string, path: string, advice?: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new StoreError(`${subject}: ${path} is damaged (${faults.join('; ')})`, advice);
}
