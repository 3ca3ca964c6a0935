// Words, numbers and instants as the format writes them, statements and line files (§2).
import { at, malformed } from './finding.js';
import { countOf } from './bytes.js';

export const NUM_LIMIT = 2 ** 53;
export const LINE_LIMIT = 1024;

export const HEX64 = /^[0-9a-f]{64}$/;
export const HEX_BYTES = /^([0-9a-f]{2})+$/;
export const CODE = /^[a-z][a-z0-9_-]{0,31}$/;
/** What Unicode calls a space, to stand between the brackets of a pattern. */
export const SPACES = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
export const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const NUM = /^(0|[1-9][0-9]{0,15})$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;
const COMPETITION = /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9._-]+)*$/;
const LAST_SECOND = 253402300799;

function matching(pattern, text, wanted) {
  if (pattern.test(text)) return text;
  throw malformed(`'${text.length <= 80 ? text : `${text.slice(0, 77)}...`}' is not ${wanted}`);
}

export const readHex64 = (text) => matching(HEX64, text, '64 lower-case hex digits');
export const readCode = (text) => matching(CODE, text, 'a code (lower-case letters, digits, _ and -)');

/** @param {string} text a decimal without sign and leading zeros, below 2^53 @returns {number} */
export function readNum(text) {
  const value = Number(matching(NUM, text, 'a whole number'));
  if (value >= NUM_LIMIT) throw malformed('a number is not below 2^53');
  return value;
}

/** @param {string} text @returns {number} a number from 1 */
export function readPositive(text) {
  const value = readNum(text);
  if (value < 1) throw malformed('this number counts from 1');
  return value;
}

/** @param {string} text a public address without scheme */
export function readCompetition(text) {
  if (text.length > 128) throw malformed("a competition's address is longer than 128 characters");
  return matching(COMPETITION, text, "a competition's address without scheme");
}

/** @param {string} text `YYYY-MM-DDTHH:MM:SSZ` @returns {number} seconds since 1970 */
export function readTime(text) {
  matching(TIME, text, 'a UTC time such as 2026-08-30T18:00:00Z');
  const seconds = Date.parse(text) / 1000;
  const real = !text.startsWith('0000') && Number.isInteger(seconds) && writtenTime(seconds) === text;
  if (!real) throw malformed(`${text} is no real second`);
  return seconds;
}

/** @param {number|bigint} seconds since 1970; beyond the year 9999 written as a plain number */
export function writtenTime(seconds) {
  if (seconds > LAST_SECOND) return `second ${seconds}`;
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

/** @param {number} count @returns {string} with a comma between thousands */
export const written = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/**
 * Read a statement with exactly these keys in this order; each value is read by its own reader.
 * @param {string} text
 * @param {string} kind the word behind `prizedraw/v1`
 * @param {Record<string, (value: string) => any>} readers
 * @param {string} file
 * @returns {Record<string, any>}
 */
export function readStatement(text, kind, readers, file) {
  const lines = text.split('\n');
  const rest = lines.pop();
  if (rest !== '') throw malformed(NO_LINE_FEED, { file, line: lines.length + 1 });
  const odd = lines.findIndex((line) => /[^ -~]/.test(line));
  if (odd >= 0)
    throw malformed('only the characters U+0020 to U+007E may stand here', { file, line: odd + 1 });
  const first = `prizedraw/v1 ${kind}`;
  if (lines[0] !== first) throw malformed(`the first line is not “${first}”`, { file, line: 1 });
  const keys = Object.keys(readers);
  const texts = keys.map((key, place) => statementValue(lines[place + 1], key, { file, line: place + 2 }));
  if (lines.length > keys.length + 1) throw malformed('a line too many', { file, line: keys.length + 2 });
  const values = keys.map((key, n) => at({ file, line: n + 2 }, () => readers[key](texts[n]), `${key}: `));
  return Object.fromEntries(keys.map((key, place) => [key, values[place]]));
}

const NO_LINE_FEED = 'the last line is not ended by a line feed';

function statementValue(line, key, where) {
  if (!line?.startsWith(`${key} `)) throw malformed(`the line “${key} …” is missing here`, where);
  return line.slice(key.length + 1);
}

/**
 * Cut a line file into its lines without LF.
 * @param {Uint8Array} data
 * @param {string} file
 * @returns {string[]}
 */
export function readLines(data, file) {
  if (data.length && data[data.length - 1] !== 10) {
    throw malformed(NO_LINE_FEED, { file, line: countOf(data, 10) + 1 });
  }
  // As Latin-1 every byte is one character, so that lengths are those of the bytes.
  const lines = new TextDecoder('latin1').decode(data).split('\n');
  lines.pop();
  lines.forEach((line, place) => checkLine(line, { file, line: place + 1 }));
  return lines;
}

function checkLine(line, where) {
  if (line === '') throw malformed('the line is empty', where);
  if (line.length > LINE_LIMIT) throw malformed('the line is longer than 1024 bytes', where);
  if (/[^\u0000-\u007f]/.test(line)) throw malformed('the line is not ASCII', where);
}
