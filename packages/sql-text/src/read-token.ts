/**
 * Moves a token on to the next one of a text, by the lexical rules of PostgreSQL, which are DuckDB's: `''` inside a string, nested
 * comments, dollar quotes; and backquotes, as Databricks writes names. False at the end.
 *
 * Plain loops, no expression that backtracks, and each character is looked at once or twice: no text is slow, however hostile.
 */
export interface Token {
  /** `unended` is a quote or comment that runs to the end of the text, or a NUL, at which SQL ends too. */
  kind: 'word' | 'name' | 'number' | 'string' | 'operator' | 'punctuation' | 'unended';
  start: number;
  end: number;
}

/** Before the first token. One object for a whole text: a hundred of them would cost as much as reading it. */
export const noToken = (): Token => ({ kind: 'punctuation', start: 0, end: 0 });

export function readToken(text: string, token: Token): boolean {
  const start = skipBlanks(text, token.end);
  if (start < 0) return become(token, 'unended', token.end, text.length);
  if (start >= text.length) return false;
  const code = text.charCodeAt(start);
  const kind = classOf(code);
  if (kind === WORD) return readWord(text, token, start);
  if (kind === DIGIT || (code === DOT && classOf(text.charCodeAt(start + 1)) === DIGIT)) {
    return become(token, 'number', start, endOfNumber(text, start));
  }
  if (kind === OPERATOR) return become(token, 'operator', start, endOfOperator(text, start));
  if (code === QUOTE) return becomeQuoted(text, token, 'string', start, endOfQuoted(text, start, "'"));
  if (code === DOUBLE_QUOTE || code === BACKQUOTE) {
    return becomeQuoted(text, token, 'name', start, endOfQuoted(text, start, text[start]));
  }
  if (code === DOLLAR) return readDollar(text, token, start);
  if (code === NUL) return become(token, 'unended', start, text.length);
  const isPair = code === COLON && (text[start + 1] === ':' || text[start + 1] === '=');
  return become(token, 'punctuation', start, start + (isPair ? 2 : 1));
}

function become(token: Token, kind: Token['kind'], start: number, end: number): true {
  token.kind = kind;
  token.start = start;
  token.end = end;
  return true;
}

/** `end`: −1 where the quote does not end. */
function becomeQuoted(text: string, token: Token, kind: 'string' | 'name', start: number, end: number): true {
  return end < 0 ? become(token, 'unended', start, text.length) : become(token, kind, start, end);
}

const [OTHER, BLANK, WORD, DIGIT, OPERATOR] = [0, 1, 2, 3, 4];
const [NUL, QUOTE, DOUBLE_QUOTE, BACKQUOTE, DOLLAR, DOT, COLON] = Array.from('\0\'"`$.:', (char) => char.charCodeAt(0));

const CLASSES = new Uint8Array(128);
for (const char of ' \t\n\r\f\v') CLASSES[char.charCodeAt(0)] = BLANK;
for (const char of 'abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ') CLASSES[char.charCodeAt(0)] = WORD;
for (const char of '0123456789') CLASSES[char.charCodeAt(0)] = DIGIT;
for (const char of '+-*/<>=~!@#%^&|') CLASSES[char.charCodeAt(0)] = OPERATOR;

/** NaN, beyond the end, is no class. */
function classOf(code: number): number {
  if (code < 128) return CLASSES[code];
  if (code >= 128) return isWideBlank(code) ? BLANK : WORD;
  return OTHER;
}

const isWideBlank = (code: number) =>
  code === 0xa0 ||
  (code >= 0x2000 && code <= 0x200b) ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000 ||
  code === 0xfeff;

/** Past white space and comments; −1 where a comment does not end. */
function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (classOf(code) === BLANK) at++;
    else if (code === 0x2d && text[at + 1] === '-') at = endOfLine(text, at);
    else if (code === 0x2f && text[at + 1] === '*') {
      at = endOfComment(text, at);
      if (at < 0) return -1;
    } else return at;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

function endOfComment(text: string, from: number): number {
  let depth = 1;
  for (let at = from + 2; at < text.length - 1; at++) {
    if (text[at] === '*' && text[at + 1] === '/') depth--;
    else if (text[at] === '/' && text[at + 1] === '*') depth++;
    else continue;
    at++;
    if (depth === 0) return at + 1;
  }
  return -1;
}

/** A word, or a string behind the letter that says how it is written: e'', b'', x'', n''. */
function readWord(text: string, token: Token, start: number): true {
  let end = start + 1;
  while (isWordPart(text.charCodeAt(end))) end++;
  const prefix = end === start + 1 && text.charCodeAt(end) === QUOTE ? text[start].toLowerCase() : '';
  if (prefix === '' || !'ebxn'.includes(prefix)) return become(token, 'word', start, end);
  return becomeQuoted(
    text,
    token,
    'string',
    start + 1,
    prefix === 'e' ? endOfEscaped(text, end) : endOfQuoted(text, end, "'"),
  );
}

function isWordPart(code: number): boolean {
  const kind = classOf(code);
  return kind === WORD || kind === DIGIT || code === DOLLAR;
}

/** A doubled quote stands for itself. */
function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start + 1; ; at += 2) {
    at = text.indexOf(quote, at);
    if (at < 0 || text[at + 1] !== quote) return at < 0 ? -1 : at + 1;
  }
}

function endOfEscaped(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' || (text[at] === "'" && text[at + 1] === "'")) at++;
    else if (text[at] === "'") return at + 1;
  }
  return -1;
}

function endOfNumber(text: string, start: number): number {
  let end = endOfDigits(text, start);
  if (text[end] === '.') end = endOfDigits(text, end + 1);
  if (text[end] !== 'e' && text[end] !== 'E') return end;
  const power = end + (text[end + 1] === '-' || text[end + 1] === '+' ? 2 : 1);
  return classOf(text.charCodeAt(power)) === DIGIT ? endOfDigits(text, power) : end;
}

function endOfDigits(text: string, start: number): number {
  let end = start;
  while (classOf(text.charCodeAt(end)) === DIGIT || text[end] === '_') end++;
  return end;
}

/** As long as it can be, up to a comment; a longer one ends in + or − only behind a sign that arithmetic does not use. */
function endOfOperator(text: string, start: number): number {
  let end = start + 1;
  while (classOf(text.charCodeAt(end)) === OPERATOR && !isComment(text, end)) end++;
  let hasUncommon = false;
  for (let at = start; at < end; at++) hasUncommon ||= '~!@#%^&|'.includes(text[at]);
  if (!hasUncommon) while (end > start + 1 && (text[end - 1] === '-' || text[end - 1] === '+')) end--;
  return end;
}

const isComment = (text: string, at: number) => text.startsWith('--', at) || text.startsWith('/*', at);

/** `$1`, `$name`, or a string between `$tag$` and `$tag$`. */
function readDollar(text: string, token: Token, start: number): true {
  let end = start + 1;
  while (isWordPart(text.charCodeAt(end)) && text.charCodeAt(end) !== DOLLAR) end++;
  if (text.charCodeAt(end) !== DOLLAR) return become(token, 'word', start, end);
  const tag = text.slice(start, end + 1);
  const closing = text.indexOf(tag, end + 1);
  return becomeQuoted(text, token, 'string', start, closing < 0 ? -1 : closing + tag.length);
}
