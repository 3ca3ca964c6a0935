// The two lists of a freeze, `entries.txt` and `excluded.txt` (§5): their form and their order.
import { compareBytes, hexOf, joined, sameBytes, utf8 } from './bytes.js';
import { at, malformed } from './finding.js';
import { pacedMap } from './pace.js';
import { leafHash, rootOf } from './tree.js';
import { HEX64, LINE_LIMIT, readCode, readLines } from './texts.js';

export const ENTRIES = 'entries.txt';
export const EXCLUDED = 'excluded.txt';

const HEX_DIGIT = new Uint8Array(256);
for (const char of '0123456789abcdef') HEX_DIGIT[char.charCodeAt(0)] = 1;
const [LINE_FEED, SPACE_BETWEEN, TICKET_WIDTH] = [10, 32, 64];

/** @typedef {{reasons: Map<string, string>, listed: import('./freeze.js').Listed}} Excluded reason by ticket */

/** Read `excluded.txt`. @param {Uint8Array} data @returns {Promise<Excluded>} */
export async function readExcluded(data) {
  const [reasons, lines] = [new Map(), readLines(data, EXCLUDED)];
  let last = '';
  const leaves = await pacedMap(lines, (line, place) => {
    const where = { file: EXCLUDED, line: place + 1 };
    const [ticket, ...rest] = line.split(' ');
    if (!HEX64.test(ticket)) throw malformed('the line does not begin with a ticket', where);
    reasons.set(
      ticket,
      at(where, () => readCode(rest.join(' '))),
    );
    if (ticket <= last) throw unordered(where);
    last = ticket;
    return leafHash(utf8(line));
  });
  return { reasons, listed: { count: lines.length, root: hexOf(rootOf(joined(leaves))) } };
}

const unordered = (where) => malformed('the tickets are not in increasing order', where);

/** Bytes of a line of `entries.txt` with its LF; all have one width. @param {boolean} grouped */
export const widthOf = (grouped) => (grouped ? 82 : 65);

/**
 * Check form and order of some lines of `entries.txt`.
 * @param {Uint8Array} data the whole file
 * @param {number} first number of the first line, from 0
 * @param {number} end number behind the last line
 * @param {boolean} grouped whether lines carry a group
 */
export function checkEntries(data, first, end, grouped) {
  const width = widthOf(grouped);
  for (let number = first; number < end; number += 1) {
    if (!hasForm(data, number * width, width)) throw formless(data, number, grouped);
  }
  for (let number = Math.max(first, 1); number < end; number += 1) {
    if (!ascends(data, (number - 1) * width, number * width)) {
      throw unordered({ file: ENTRIES, line: number + 1 });
    }
  }
}

function hasForm(data, start, width) {
  for (let place = 0; place < width - 1; place += 1) {
    const byte = data[start + place];
    if (place === TICKET_WIDTH ? byte !== SPACE_BETWEEN : !HEX_DIGIT[byte]) return false;
  }
  return data[start + width - 1] === LINE_FEED;
}

function ascends(data, left, right) {
  for (let place = 0; place < TICKET_WIDTH; place += 1) {
    const step = data[right + place] - data[left + place];
    if (step) return step > 0;
  }
  return false;
}

/** Why a line of `entries.txt` has not the form. */
function formless(data, number, grouped) {
  const where = { file: ENTRIES, line: number + 1 };
  const start = number * widthOf(grouped);
  const end = data.indexOf(LINE_FEED, start);
  if (end < 0 && data.length - start < widthOf(grouped)) {
    return malformed('the last line is not ended by a line feed', where);
  }
  const length = (end < 0 ? data.length : end) - start;
  if (length > LINE_LIMIT) return malformed(`the line is longer than ${LINE_LIMIT} bytes`, where);
  const shape = grouped ? 'a ticket and a group of 16 hex digits' : 'a ticket of 64 hex digits';
  return malformed(`the line is not ${shape}`, where);
}

/** A line of `entries.txt` without its LF, cut into ticket and group (empty without groups). */
export function entryAt(data, number, grouped) {
  const start = number * widthOf(grouped);
  const text = String.fromCharCode(...data.subarray(start, start + widthOf(grouped) - 1));
  return { ticket: text.slice(0, TICKET_WIDTH), group: text.slice(TICKET_WIDTH + 1) };
}

/** The bytes of a line's ticket. */
export function ticketBytes(data, number, grouped) {
  const start = number * widthOf(grouped);
  return data.subarray(start, start + TICKET_WIDTH);
}

/** The number (from 0) of the line of a ticket in a list in order, -1 where it is not in it. */
export function findTicket(data, ticket, grouped) {
  const [wanted, count] = [utf8(ticket), data.length / widthOf(grouped)];
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (compareBytes(ticketBytes(data, middle, grouped), wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low < count && sameBytes(ticketBytes(data, low, grouped), wanted) ? low : -1;
}
