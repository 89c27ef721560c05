import { openParser, type Parser } from './parser.ts';
import type { Query } from './query.ts';
import { fillTemplate, opaque, readTemplate, type Template } from './read-template.ts';
import { type StrippedText, stripLiterals } from './strip-literals.ts';

/**
 * Reads texts as queries, each template once: a text that differs from one read before in its literals alone costs no parse, some
 * ten microseconds. What no parser understands is a query of another kind and never an exception; nothing of a text is executed.
 */
export interface SqlReader {
  /** One query a text; `submittedMs`: what `current_date` in it means. */
  read(texts: readonly string[], submittedMs: ArrayLike<number>): Promise<readonly Query[]>;
  readOne(text: string, submittedMs: number): Promise<Query>;
  close(): void;
}

/** Longer texts, and longer skeletons, are not read. Parsing takes 20 ms for 64,000 characters, and is quadratic at worst. */
const LONGEST_TEXT = 1_000_000;
const LONGEST_SKELETON = 64_000;

/** Texts of templates not met before wait for each other: the parser takes .6 ms for one and .1 ms for one of many. */
const MOST_WAITING = 500;

export async function openSqlReader(): Promise<SqlReader> {
  return sqlReader(await openParser());
}

export function sqlReader(parser: Parser): SqlReader {
  const known = templateCache();
  const readAll = async (texts: readonly StrippedText[]) => {
    const templates = await readTemplates(parser, texts);
    for (const [skeleton, template] of templates) known.add(skeleton, template);
    return templates;
  };
  return {
    async read(texts, submittedMs) {
      const queries: Query[] = new Array(texts.length);
      const waiting: { readonly at: number; readonly stripped: StrippedText }[] = [];
      for (let at = 0; at < texts.length; at++) {
        const stripped = strip(texts[at]);
        const template = knownTemplate(known, stripped);
        if (template) queries[at] = fillTemplate(template, texts[at], stripped.spans, submittedMs[at]);
        else waiting.push({ at, stripped });
        if (waiting.length < MOST_WAITING && at < texts.length - 1) continue;
        const templates = await readAll(waiting.map((one) => one.stripped));
        for (const { at: k, stripped: one } of waiting.splice(0)) {
          queries[k] = fillTemplate(templates.get(one.skeleton)!, texts[k], one.spans, submittedMs[k]);
        }
      }
      return queries;
    },
    async readOne(text, submittedMs) {
      const stripped = strip(text);
      const template = knownTemplate(known, stripped) ?? (await readAll([stripped])).get(stripped.skeleton)!;
      return fillTemplate(template, text, stripped.spans, submittedMs);
    },
    close: () => parser.close(),
  };
}

const TOO_LONG: StrippedText = { skeleton: '', places: [], spans: [], isWhole: false };

const strip = (text: string): StrippedText => (text.length > LONGEST_TEXT ? TOO_LONG : stripLiterals(text));

/** Undefined for one that must be parsed. */
function knownTemplate(known: TemplateCache, stripped: StrippedText): Template | undefined {
  const isReadable = stripped.isWhole && stripped.skeleton.length <= LONGEST_SKELETON;
  return isReadable ? known.get(stripped.skeleton) : opaque(stripped, 'syntax-error');
}

/** By skeleton; those that are the same are parsed once. */
async function readTemplates(parser: Parser, texts: readonly StrippedText[]): Promise<Map<string, Template>> {
  const bySkeleton = new Map(texts.map((text) => [text.skeleton, text]));
  const answers = bySkeleton.size > 0 ? await parser.parse([...bySkeleton.keys()]) : [];
  const templates = [...bySkeleton].map(([skeleton, text], k) => {
    return [skeleton, readTemplate(text, answers[k], parser.functions)] as const;
  });
  return new Map(templates);
}

interface TemplateCache {
  get(skeleton: string): Template | undefined;
  add(skeleton: string, template: Template): void;
}

/** By skeleton, the newest ones; some 40 MB at most, whatever is sent. */
const MOST_TEMPLATES = 20_000;
const MOST_CHARACTERS = 8_000_000;

function templateCache(): TemplateCache {
  const templates = new Map<string, Template>();
  let characters = 0;
  return {
    get: (skeleton) => templates.get(skeleton),
    add(skeleton, template) {
      templates.set(skeleton, template);
      characters += skeleton.length;
      for (const oldest of templates.keys()) {
        if (templates.size <= MOST_TEMPLATES && characters <= MOST_CHARACTERS) break;
        templates.delete(oldest);
        characters -= oldest.length;
      }
    },
  };
}
