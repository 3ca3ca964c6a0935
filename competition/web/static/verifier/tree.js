// The tree of RFC 6962 and RFC 9162 over the lines of a file (§2): roots and inclusion.
import { sha256 } from '../vendor/noble.js';
import { joined, sameBytes } from './bytes.js';
import { wrong } from './finding.js';

export const EMPTY_ROOT = sha256(new Uint8Array(0));
const WIDTH = 32;

/**
 * A SHA-256 of `prefix || data`: the state behind the prefix is copied instead of hashed again.
 * @param {Uint8Array|number[]} prefix
 * @returns {(data: Uint8Array, out?: Uint8Array) => Uint8Array} `out` are the 32 bytes to write to
 */
export function hashBehind(prefix) {
  const [start, work] = [sha256.create().update(Uint8Array.from(prefix)), sha256.create()];
  return (data, out = new Uint8Array(WIDTH)) => {
    start._cloneInto(work);
    work.update(data).digestInto(out);
    return out;
  };
}

/** Hash one line (without its LF) as a leaf. */
export const leafHash = hashBehind([0]);
const hashPair = hashBehind([1]);

export const nodeHash = (left, right) => hashPair(joined([left, right]));

/** The level above: neighbours joined, a last node without one moves up as it is. `level` is 32 bytes a node. */
export function levelAbove(level) {
  const above = new Uint8Array(Math.ceil(level.length / WIDTH / 2) * WIDTH);
  for (let from = 0, to = 0; from < level.length; from += 2 * WIDTH, to += WIDTH) {
    const nodes = level.subarray(from, from + 2 * WIDTH);
    if (nodes.length === 2 * WIDTH) hashPair(nodes, above.subarray(to, to + WIDTH));
    else above.set(nodes, to);
  }
  return above;
}

/** Root of leaf hashes laid one behind the other. @param {Uint8Array} leaves */
export function rootOf(leaves) {
  let level = leaves;
  while (level.length > WIDTH) level = levelAbove(level);
  return level.length ? level.slice() : EMPTY_ROOT;
}

/** What lies beside the way from leaf `index` to the root. @returns {Uint8Array[]} */
export function pathOf(leaves, index) {
  const path = [];
  for (let [level, place] = [leaves, index]; level.length > WIDTH; level = levelAbove(level), place >>= 1) {
    const beside = (place ^ 1) * WIDTH;
    if (beside < level.length) path.push(level.slice(beside, beside + WIDTH));
  }
  return path;
}

const half = (number) => Math.floor(number / 2);

/** Climb to where `index` is a left child again, or to the top. */
function climbed(index, last) {
  let [place, end] = [index, last];
  while (place % 2 === 0 && place) [place, end] = [half(place), half(end)];
  return [place, end];
}

/**
 * Check that `leaf` is number `index` (from 0) of the `size` leaves under `root` (RFC 9162 §2.1.3.2).
 * @param {Uint8Array} leaf @param {number} index @param {number} size
 * @param {Uint8Array[]} path @param {Uint8Array} root
 */
export function verifyInclusion(leaf, index, size, path, root) {
  const refuse = (message) => wrong(message, { code: 'inclusion' });
  if (!(index >= 0 && index < size) || leaf.length !== WIDTH || root.length !== WIDTH) {
    throw refuse("the leaf's number or the hashes are malformed");
  }
  let [node, place, last] = [leaf, index, size - 1];
  for (const beside of path) {
    if (last === 0 || beside.length !== WIDTH) throw refuse("the proof does not fit the tree's size");
    const right = place % 2 === 1 || place === last;
    node = right ? nodeHash(beside, node) : nodeHash(node, beside);
    if (right) [place, last] = climbed(place, last);
    [place, last] = [half(place), half(last)];
  }
  if (last !== 0 || !sameBytes(node, root)) throw refuse('the proof does not lead to the root');
}
