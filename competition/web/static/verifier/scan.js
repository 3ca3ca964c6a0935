// One pass over `entries.txt`, however long: form, order, digest, root, lowest scores (§2, §5, §7).
import { sha256 } from '../vendor/noble.js';
import { hexOf, joined } from './bytes.js';
import { checkEntries, ticketBytes, widthOf } from './lists.js';
import { LowestScores, scoring } from './scores.js';
import { breath } from './pace.js';
import { leafHash, rootOf } from './tree.js';

/** Lines of a piece: a power of two, so that its root is a node of the whole tree. */
export const PIECE = 1 << 14;
/** Lines between two breaths, some hundredths of a second. */
const STRIDE = 1 << 11;

/** The roots of the pieces of lists that were read, by their bytes: a proof needs them once more. */
const ROOTS_READ = new WeakMap();

/**
 * @typedef {object} Scan
 * @property {number} count of lines
 * @property {Uint8Array} root
 * @property {string} digest hex SHA-256 of the file
 * @property {import('./scores.js').Candidate[]} lowest scores, in rank order
 */

/**
 * Read the list; no line becomes a text of its own.
 * @param {Uint8Array} data of the file
 * @param {{grouped: boolean, seed: string|null, keep: number, progress: (done: number) => void}} how
 *   `keep` is how many of the lowest scores under the seed (hex) to keep
 * @returns {Promise<Scan>}
 */
export async function scanEntries(data, { grouped, seed, keep, progress }) {
  const [digest, roots, width] = [sha256.create(), [], widthOf(grouped)];
  const lowest = new LowestScores(data, grouped, seed, keep);
  const count = Math.ceil(data.length / width);
  for (let first = 0; first < count; first += PIECE) {
    const end = Math.min(first + PIECE, count);
    checkEntries(data, first, end, grouped);
    digest.update(data.subarray(first * width, end * width));
    roots.push(rootOf(await leavesOf(data, first, end, grouped, lowest)));
    progress(end);
  }
  const all = joined(roots);
  ROOTS_READ.set(data, all);
  return { count, root: rootOf(all), digest: hexOf(digest.digest()), lowest: lowest.ranked() };
}

/** The leaf hashes of some lines, 32 bytes each; their scores are offered to `lowest`. */
async function leavesOf(data, first, end, grouped, lowest) {
  const [width, leaves] = [widthOf(grouped), new Uint8Array((end - first) * 32)];
  for (let number = first; number < end; number += 1) {
    const [line, place] = [number * width, (number - first) * 32];
    leafHash(data.subarray(line, line + width - 1), leaves.subarray(place, place + 32));
    lowest.offer(number);
    if (number % STRIDE === STRIDE - 1) await breath();
  }
  return leaves;
}

/** The roots of the pieces of a list that is in its form, 32 bytes each. @returns {Promise<Uint8Array>} */
export async function pieceRoots(data, grouped, progress) {
  if (!ROOTS_READ.has(data)) await scanEntries(data, { grouped, seed: null, keep: 0, progress });
  return ROOTS_READ.get(data);
}

/** The leaf hashes of the piece that a line is in. */
export function pieceOf(data, number, grouped) {
  const first = number - (number % PIECE);
  const end = Math.min(first + PIECE, data.length / widthOf(grouped));
  const width = widthOf(grouped);
  const lines = Array.from({ length: end - first }, (_, place) => (first + place) * width);
  return joined(lines.map((start) => leafHash(data.subarray(start, start + width - 1))));
}

/**
 * The place, from 1, of a line's score among all of a list.
 * @param {(done: number) => void} progress
 */
export async function rankOf(data, number, grouped, seed, progress) {
  const [score, count] = [scoring(seed), data.length / widthOf(grouped)];
  const own = score(ticketBytes(data, number, grouped)).slice();
  const other = new Uint8Array(32);
  let lower = 0;
  for (let place = 0; place < count; place += 1) {
    if (isLower(score(ticketBytes(data, place, grouped), other), own, place - number)) lower += 1;
    if (place % STRIDE === STRIDE - 1) {
      progress(place + 1);
      await breath();
    }
  }
  return lower + 1;
}

/** Whether a score ranks before one's own; equal scores rank by ticket, and so by their lines. */
function isLower(score, own, apart) {
  for (let place = 0; place < 32; place += 1) {
    if (score[place] !== own[place]) return score[place] < own[place];
  }
  return apart < 0;
}
