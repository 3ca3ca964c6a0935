// Bytes as texts and back, strictly: what does not come out as it went in is not taken (§2).
import { sha256 } from '../vendor/noble.js';
import { malformed } from './finding.js';

const UTF8_READER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const UTF8_WRITER = new TextEncoder();
const HEX_PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @param {string} text @returns {Uint8Array} */
export const utf8 = (text) => UTF8_WRITER.encode(text);

/** The text of UTF-8 bytes, a byte order mark included; null where they are none. @returns {string|null} */
export function textOf(bytes) {
  try {
    return UTF8_READER.decode(bytes);
  } catch {
    return null;
  }
}

/** @param {Uint8Array} bytes @returns {string} lower-case hex digits */
export const hexOf = (bytes) => Array.from(bytes, (byte) => HEX_PAIRS[byte]).join('');

/** @param {string} hex pairs of hex digits, already checked @returns {Uint8Array} */
export const bytesOfHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** @param {(Uint8Array|number[])[]} parts @returns {Uint8Array} */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** Order of two equally long runs of bytes: negative, 0 or positive. */
export function compareBytes(left, right) {
  for (let place = 0; place < left.length; place += 1) {
    if (left[place] !== right[place]) return left[place] - right[place];
  }
  return left.length - right.length;
}

/** @param {Uint8Array} left @param {Uint8Array} right */
export const sameBytes = (left, right) => left.length === right.length && compareBytes(left, right) === 0;

/** @param {Uint8Array|string} data @returns {string} hex SHA-256 */
export const digestOf = (data) => hexOf(sha256(typeof data === 'string' ? utf8(data) : data));

/** @param {Uint8Array} bytes @returns {string} */
export const base64Of = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** Decode base64 that encodes back to itself. @param {string} text @returns {Uint8Array} */
export function bytesOfBase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw malformed('this is not base64');
  let bytes;
  try {
    bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw malformed('this is not base64');
  }
  if (base64Of(bytes) !== text) throw malformed('the base64 is not written in its canonical form');
  return bytes;
}

/** How many times a byte stands in bytes. */
export function countOf(bytes, byte) {
  let count = 0;
  for (let place = bytes.indexOf(byte); place >= 0; place = bytes.indexOf(byte, place + 1)) count += 1;
  return count;
}
