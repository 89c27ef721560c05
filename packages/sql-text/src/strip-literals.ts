/**
 * Takes the literals out of a text, so that texts of one template become one *skeleton*: lower case, one space between tokens, no
 * comments, `''` for a string, `1` for a number, and one item in place of like items of an IN list. A skeleton is SQL still: the
 * parser reads it instead of the text, once a template. The numbers of `GROUP BY 1, 2` stay: they name columns.
 *
 * Names lose their case, quoted or not, but only that of ASCII letters: DuckDB and Databricks find them so.
 */

import { noToken, readToken, type Token } from './read-token.ts';

export interface StrippedText {
  readonly skeleton: string;
  /** Where in the skeleton each literal stood. */
  readonly places: readonly number[];
  /** Of each, start and end in the text; of one in an IN list, of every item in turn. */
  readonly spans: readonly (readonly number[])[];
  /** Every quote and comment that begins also ends. */
  readonly isWhole: boolean;
}

export function stripLiterals(text: string): StrippedText {
  written.clear(text.length);
  const lists: InList[] = [];
  const clause: Clause = { depth: 0, depthOfBy: -1 };
  const token = noToken();
  while (readToken(text, token) && token.kind !== 'unended') {
    const sign = token.kind === 'punctuation' ? text[token.start] : '';
    followBy(clause, text, token, sign);
    const list = lists.at(-1);
    const isBetweenItems = list?.depth === 0 && (sign === ',' || sign === ')');
    if (isBetweenItems) endItem(list);
    const followsIn = sign === '(' && written.endsWithWord('in');
    written.append(text, token, isOrdinal(clause, token));
    if (followsIn) lists.push(openList());
    else if (!list) continue;
    else if (sign === '(' || sign === '[') list.depth++;
    else if ((sign === ')' || sign === ']') && list.depth-- === 0) lists.pop();
    else if (isBetweenItems) list.item = written.mark();
  }
  return { skeleton: written.text(), places: written.places, spans: written.spans, isWhole: token.kind !== 'unended' };
}

/** How many parentheses are open, and were where the last GROUP BY or ORDER BY began; −1 outside. */
interface Clause {
  depth: number;
  depthOfBy: number;
}

function followBy(clause: Clause, text: string, { kind, start, end }: Token, sign: string): void {
  if (sign === '(') clause.depth++;
  else if (sign === ')' && clause.depth-- === clause.depthOfBy) clause.depthOfBy = -1;
  else if (kind === 'word' && isWord(text, start, end, 'by')) clause.depthOfBy = clause.depth;
  else if (kind === 'word' && isWord(text, start, end, 'select')) clause.depthOfBy = -1;
}

const isWord = (text: string, start: number, end: number, word: string) =>
  end - start === word.length && text.slice(start, end).toLowerCase() === word;

const isOrdinal = ({ depth, depthOfBy }: Clause, { kind, start, end }: Token) =>
  kind === 'number' &&
  depth === depthOfBy &&
  end - start <= 3 &&
  (written.endsWithWord('by') || written.endsWithWord(','));

/** A place in what is written: in characters and in literals. */
interface Mark {
  readonly at: number;
  readonly literal: number;
}

/** An IN list that is open, how many brackets are open in it, and where its last two items begin. */
interface InList {
  isQuery: boolean;
  depth: number;
  previous: Mark | null;
  item: Mark;
}

const openList = (): InList => ({ isQuery: false, depth: 0, previous: null, item: written.mark() });

/** Where the item that ends here has a literal and reads like the one before it, its literals go there and it goes. */
function endItem(list: InList): void {
  const { previous, item } = list;
  if (!previous) list.isQuery = QUERY_WORDS.some((word) => written.has(word, item.at));
  if (previous && !list.isQuery && written.repeats(previous, item)) written.fold(previous, item);
  else list.previous = item;
}

const QUERY_WORDS = [' select ', ' with ', ' from ', ' values ', ' table '];

/** Owns the buffer that skeletons are written to, one at a time: a sixth of the time of joining tokens. */
class Skeleton {
  places: number[] = [];
  spans: number[][] = [];
  #codes = new Uint16Array(4096);
  #length = 0;

  /** Of n characters at most n tokens, with a space before each; a quote in a name is doubled. */
  clear(characters: number): void {
    this.places = [];
    this.spans = [];
    this.#length = 0;
    if (this.#codes.length < 3 * characters + 8) this.#codes = new Uint16Array(3 * characters + 8);
  }

  append(text: string, { kind, start, end }: Token, isVerbatim: boolean): void {
    if (this.#length > 0) this.#codes[this.#length++] = SPACE;
    if (!isVerbatim && (kind === 'string' || kind === 'number')) {
      this.places.push(this.#length);
      this.spans.push([start, end]);
      if (kind === 'number') this.#codes[this.#length++] = ONE;
      else for (let k = 0; k < 2; k++) this.#codes[this.#length++] = QUOTE;
    } else if (kind === 'name' && text.charCodeAt(start) === BACKQUOTE) this.#appendName(text, start + 1, end - 1);
    else for (let at = start; at < end; at++) this.#codes[this.#length++] = lowerCase(text.charCodeAt(at));
  }

  #appendName(text: string, start: number, end: number): void {
    this.#codes[this.#length++] = DOUBLE_QUOTE;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === DOUBLE_QUOTE) this.#codes[this.#length++] = DOUBLE_QUOTE;
      if (code === BACKQUOTE) at++;
      this.#codes[this.#length++] = lowerCase(code);
    }
    this.#codes[this.#length++] = DOUBLE_QUOTE;
  }

  mark(): Mark {
    return { at: this.#length, literal: this.spans.length };
  }

  /** Whether these are the next characters from `at` on. */
  has(token: string, at: number): boolean {
    for (let k = 0; k < token.length; k++) if (this.#codes[at + k] !== token.charCodeAt(k)) return false;
    return at + token.length <= this.#length;
  }

  endsWithWord(word: string): boolean {
    const start = this.#length - word.length;
    return this.has(word, start) && (start === 0 || this.#codes[start - 1] === SPACE);
  }

  /** Whether what was written since `second` has a literal and is what stands between both, but for the comma. */
  repeats(first: Mark, second: Mark): boolean {
    const length = this.#length - second.at;
    if (this.spans.length === second.literal || second.at - COMMA.length - first.at !== length) return false;
    for (let k = 0; k < length; k++) if (this.#codes[first.at + k] !== this.#codes[second.at + k]) return false;
    return true;
  }

  /** Takes back what was written since `second`, comma included; its literals become further ones of `first`. */
  fold(first: Mark, second: Mark): void {
    for (let k = second.literal; k < this.spans.length; k++) {
      const kept = this.spans[first.literal + k - second.literal];
      for (const position of this.spans[k]) kept.push(position);
    }
    while (this.spans.length > second.literal) this.spans.pop() && this.places.pop();
    this.#length = second.at - COMMA.length;
  }

  text(): string {
    return Buffer.from(this.#codes.buffer, 0, 2 * this.#length).toString('utf16le');
  }
}

const COMMA = ' ,';
const [SPACE, QUOTE, DOUBLE_QUOTE, BACKQUOTE, ONE] = Array.from(' \'"`1', (char) => char.charCodeAt(0));

const lowerCase = (code: number) => (code >= 65 && code <= 90 ? code + 32 : code);

const written = new Skeleton();
