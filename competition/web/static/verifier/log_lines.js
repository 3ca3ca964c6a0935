// The lines of the public log: one event a line, its keys in the order of the table in §8.
import { at, malformed, wrong } from './finding.js';
import { pacedMap } from './pace.js';
import { readCode, readHex64, readLines, readNum, readPositive, readTime } from './texts.js';

export const LOG = 'log.txt';
export const FREEZES = ['frozen', 'refrozen'];
const LOG_VALUE = /^[A-Za-z0-9._:+/-]+$/;

/**
 * @typedef {object} Line one event
 * @property {number} seq from 0
 * @property {number} time seconds since 1970
 * @property {string} kind
 * @property {Record<string, string>} values as written
 * @property {string} text the line without its LF
 */

// What `value` and `signature` may be depends on the beacon; the machine compares them whole.
const anyValue = () => {};

function vkey(text) {
  // The point itself is checked by the machine: a log of nothing but keys must not cost minutes to read.
  if (text.split('+').length < 3) throw malformed('this is no verifier key');
}

const hexOrDash = (text) => text === '-' || readHex64(text);

/** The staff codes of `approvers`, none for `-`. @returns {string[]} */
export function splitCodes(text) {
  const codes = text === '-' ? [] : text.split('+').map(readCode);
  if (new Set(codes).size !== codes.length) throw malformed('a staff code stands twice');
  return codes;
}

const HOLDER = { draw: readPositive, unit: readPositive, ticket: readHex64 };

const KINDS = {
  opened: { manifest: readHex64 },
  amended: { manifest: readHex64, previous: readHex64, notice: readHex64 },
  count: { issued: readNum },
  frozen: { draw: readPositive, statement: readHex64 },
  refrozen: { draw: readPositive, previous: readHex64, statement: readHex64, notice: readHex64 },
  rescheduled: { draw: readPositive, round: readPositive, notice: readHex64 },
  drawn: { draw: readPositive, value: anyValue, signature: anyValue, seed: readHex64, result: readHex64 },
  notified: { ...HOLDER, attempt: readPositive },
  claimed: HOLDER,
  vacated: { ...HOLDER, reason: readCode, evidence: hexOrDash, approvers: splitCodes },
  promoted: HOLDER,
  dispatched: HOLDER,
  received: HOLDER,
  voided: { draw: readPositive, reason: readCode, notice: readHex64 },
  key: { vkey },
  completed: {},
};

/** Read `log.txt`. @param {Uint8Array} data @returns {Promise<Line[]>} */
export async function readLog(data) {
  return pacedMap(readLines(data, LOG), (text, seq) =>
    at({ file: LOG, line: seq + 1 }, () => lineOf(text, seq)),
  );
}

function lineOf(text, seq) {
  const [number, time = '', kind = '', ...pairs] = text.split(' ');
  if (number !== String(seq)) throw malformed(`the line is not numbered ${seq}`);
  if (!Object.hasOwn(KINDS, kind)) throw malformed('the kind of event is none of the format');
  const readers = KINDS[kind];
  const values = valuesOf(pairs, kind, Object.keys(readers));
  for (const [key, value] of Object.entries(values)) {
    if (!LOG_VALUE.test(value)) {
      throw malformed(`the value of ${key} holds other characters than the format allows`);
    }
    at({}, () => readers[key](value), `${key}: `);
  }
  return { seq, time: readTime(time), kind, values, text };
}

function valuesOf(pairs, kind, keys) {
  const fits =
    pairs.length === keys.length && pairs.every((pair, place) => pair.startsWith(`${keys[place]}=`));
  if (fits) return Object.fromEntries(keys.map((key, place) => [key, pairs[place].slice(key.length + 1)]));
  const wanted = keys.join(', ') || '(none)';
  throw malformed(`a line “${kind}” has exactly the keys ${wanted}, in this order`);
}

/** A value of a line that is a number. @param {Line} line @param {string} key */
export const numberOf = (line, key) => Number(line.values[key]);

/** Refuse the line, naming it, unless a rule of §8 holds. */
export function requireRule(line, holds, code, message) {
  if (!holds) throw wrong(message, { code: `log_${code}`, file: LOG, line: line.seq + 1 });
}
