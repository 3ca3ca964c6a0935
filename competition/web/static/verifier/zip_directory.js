// The directory at the end of a zip: names, sizes and places of its members.
import { textOf } from './bytes.js';
import { unknown } from './finding.js';

const END_RECORD = 22;
const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const ENTRY_HEADER = 46;
const ZIP64_END = 76;
const ZIP64_EXTRA = 1;
const ALL_ONES = 0xffffffff;
const COMMENT_LIMIT = 0xffff;
/** A longer directory names more files than any honest record has. */
const DIRECTORY_LIMIT = 2 ** 20;
const UTF8_NAME = 0x800;
const LATEST_VERSION = 63;

/**
 * @typedef {object} Member
 * @property {string} name
 * @property {Uint8Array} rawName
 * @property {number} flags
 * @property {number} method
 * @property {number} crc
 * @property {number} packedSize
 * @property {number} size
 * @property {number} offset of its own header in the file
 */

const noBundle = () => unknown('this is no zip file and no folder', { code: 'no_bundle' });

/** @param {Uint8Array} bytes @returns {Member[]} in the zip's order */
export function readDirectory(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(bytes, view);
  const { start, length, shift } = directoryPlace(view, end);
  const [members, behind] = [[], start + length];
  for (let place = start; place < behind;) {
    const header = place + ENTRY_HEADER;
    if (header > behind || view.getUint32(place, true) !== ENTRY_MARK) throw noBundle();
    const lengths = [28, 30, 32].map((field) => view.getUint16(place + field, true));
    const next = header + lengths[0] + lengths[1] + lengths[2];
    if (next > behind) throw noBundle();
    members.push(memberAt(bytes, view, place, lengths, shift));
    place = next;
  }
  return members;
}

/** Where the end record stands: the last 64 KiB may be a comment. */
function endRecord(bytes, view) {
  const least = Math.max(0, bytes.length - COMMENT_LIMIT - 1 - END_RECORD);
  for (let place = bytes.length - 4; place >= least; place -= 1) {
    if (view.getUint32(place, true) !== END_MARK) continue;
    if (place + 16 <= bytes.length && view.getUint32(place + 12, true) > DIRECTORY_LIMIT) {
      throw unknown('the zip names more files than any record has', { code: 'too_many_files' });
    }
    if (place + END_RECORD > bytes.length) throw noBundle();
    return place;
  }
  throw noBundle();
}

/** Where the directory stands; `shift` is how many foreign bytes stand in front of the zip. */
function directoryPlace(view, end) {
  const large = zip64Place(view, end);
  const [length, offset] = large ?? [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const start = end - length - (large ? ZIP64_END : 0);
  if (start < 0 || length > DIRECTORY_LIMIT) throw noBundle();
  return { start, length, shift: start - offset };
}

/** Length and offset as a zip of the large kind has them; null for an ordinary one. */
function zip64Place(view, end) {
  const start = end - ZIP64_END;
  if (start < 0 || view.getUint32(end - 20, true) !== 0x07064b50) return null;
  if (view.getUint32(start, true) !== 0x06064b50) return null;
  return [40, 48].map((field) => Number(view.getBigUint64(start + field, true)));
}

function memberAt(bytes, view, place, [nameLength, extraLength], shift) {
  const short = (field) => view.getUint16(place + field, true);
  const long = (field) => view.getUint32(place + field, true);
  const nameAt = place + ENTRY_HEADER;
  const rawName = bytes.subarray(nameAt, nameAt + nameLength);
  const name = textOf(rawName);
  const flags = short(8);
  if ((name === null && flags & UTF8_NAME) || view.getUint8(place + 6) > LATEST_VERSION) throw noBundle();
  const extra = extraValues(view, nameAt + nameLength, nameAt + nameLength + extraLength);
  const sized = (field) => (long(field) === ALL_ONES ? (extra.shift() ?? long(field)) : long(field));
  const [size, packedSize, offset] = [sized(24), sized(20), sized(42)];
  const shown = name ?? new TextDecoder('latin1').decode(rawName);
  return {
    name: shown,
    rawName,
    flags,
    method: short(10),
    crc: long(16),
    packedSize,
    size,
    offset: offset + shift,
  };
}

/** What an extra field of the large kind holds in place of sizes that do not fit. @returns {number[]} */
function extraValues(view, start, end) {
  const values = [];
  for (let place = start; place + 4 <= end; place += 4 + view.getUint16(place + 2, true)) {
    const [kind, length] = [view.getUint16(place, true), view.getUint16(place + 2, true)];
    if (place + 4 + length > end) throw noBundle();
    for (let at = place + 4; kind === ZIP64_EXTRA && at + 8 <= place + 4 + length; at += 8) {
      values.push(Number(view.getBigUint64(at, true)));
    }
  }
  return values;
}
