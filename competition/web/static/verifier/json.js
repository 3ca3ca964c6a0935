// Canonical JSON (RFC 8785) as far as the format uses it (§2): no floats, ASCII keys, whole numbers below 2^53.
import { at, malformed } from './finding.js';
import { sameBytes, textOf, utf8 } from './bytes.js';
import { NUM_LIMIT } from './texts.js';

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
// Unrolled, so that a string without an end is given up at once.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const LITERALS = { true: true, false: false, null: null };
const DEPTH = 16;

/**
 * Read canonical JSON; objects come without a prototype, so that no key means anything but itself.
 * @param {Uint8Array} data
 * @param {string} file
 */
export function readJson(data, file) {
  const text = textOf(data);
  if (text === null) throw malformed('the file is not UTF-8', { file });
  const value = new JsonReader(text, file).whole();
  const canonical = at({ file }, () => canonicalJson(value));
  if (!sameBytes(utf8(canonical), data)) {
    throw malformed('the bytes are not the canonical ones of RFC 8785', { file });
  }
  return value;
}

/** Write a value as canonical JSON. @returns {string} */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value).sort();
    if (!members.every((key) => /^[\u0000-\u007f]*$/.test(key))) throw malformed('a key is not ASCII');
    return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`;
  }
  if (typeof value === 'string' && /\p{Cs}/u.test(value)) {
    throw malformed('a string holds half of a surrogate pair');
  }
  return JSON.stringify(value);
}

class JsonReader {
  constructor(text, file) {
    this.text = text;
    this.file = file;
    this.place = 0;
  }

  whole() {
    const value = this.value(0);
    if (this.next() !== undefined) throw this.noJson();
    return value;
  }

  noJson() {
    const line = this.text.slice(0, this.place).split('\n').length;
    return malformed('no JSON', { file: this.file, line });
  }

  refusal(message) {
    return malformed(message, { file: this.file });
  }

  take(pattern) {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (found) this.place = pattern.lastIndex;
    return found?.[0];
  }

  /** The next character behind any space, undefined at the end. */
  next() {
    this.take(SPACE);
    return this.text[this.place];
  }

  passes(char) {
    const here = this.next() === char;
    if (here) this.place += 1;
    return here;
  }

  expect(char) {
    if (!this.passes(char)) throw this.noJson();
  }

  value(depth) {
    const char = this.next();
    if (depth > DEPTH) throw this.refusal('the JSON is nested too deeply');
    if (char === '{') return this.object(depth);
    if (char === '[') return this.list(depth);
    if (char === '"') return this.string();
    const word = Object.keys(LITERALS).find((literal) => this.text.startsWith(literal, this.place));
    if (word === undefined) return this.number();
    this.place += word.length;
    return LITERALS[word];
  }

  object(depth) {
    const members = Object.create(null);
    this.expect('{');
    if (this.passes('}')) return members;
    do {
      if (this.next() !== '"') throw this.noJson();
      const key = this.string();
      this.expect(':');
      if (key in members) throw this.refusal('a key stands twice in one object');
      members[key] = this.value(depth + 1);
    } while (this.passes(','));
    this.expect('}');
    return members;
  }

  list(depth) {
    const members = [];
    this.expect('[');
    if (this.passes(']')) return members;
    do members.push(this.value(depth + 1));
    while (this.passes(','));
    this.expect(']');
    return members;
  }

  string() {
    const text = this.take(STRING);
    if (text === undefined) throw this.noJson();
    return JSON.parse(text);
  }

  number() {
    if (/^-?(NaN|Infinity)/.test(this.text.slice(this.place, this.place + 9))) this.refuseFloat();
    const text = this.take(NUMBER);
    if (text === undefined) throw this.noJson();
    if (/[.eE]/.test(text)) this.refuseFloat();
    const value = Number(text);
    if (text.length > 16 || value < 0 || value >= NUM_LIMIT) {
      throw this.refusal('a number is not between 0 and 2^53-1');
    }
    return value;
  }

  refuseFloat() {
    throw this.refusal('only whole numbers are allowed');
  }
}
