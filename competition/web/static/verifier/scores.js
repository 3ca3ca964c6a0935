// Scores of tickets and the lowest of them (§7).
import { compareBytes, utf8 } from './bytes.js';
import { ticketBytes } from './lists.js';
import { hashBehind } from './tree.js';

/**
 * @param {string} seed hex
 * @returns {(ticket: Uint8Array, out?: Uint8Array) => Uint8Array} the 32-byte score
 */
export const scoring = (seed) => hashBehind(utf8(`${seed}:`));

/** @typedef {{high: number, number: number}} Candidate a line by its number, and the first 48 bits of its score */

/**
 * The `keep` lowest scores of lines that are offered one by one. A pool holds the candidates, two numbers each,
 * and is cut back whenever it has doubled; scores that agree in their first 48 bits are computed again.
 */
export class LowestScores {
  /**
   * @param {Uint8Array} data of entries.txt
   * @param {boolean} grouped
   * @param {string|null} seed
   * @param {number} keep
   */
  constructor(data, grouped, seed, keep) {
    this.data = data;
    this.grouped = grouped;
    this.score = seed === null ? null : scoring(seed);
    this.keep = keep;
    this.limit = Infinity;
    /** @type {Candidate[]} */
    this.pool = [];
    this.out = new Uint8Array(32);
    this.view = new DataView(this.out.buffer);
  }

  offer(number) {
    if (!this.score || !this.keep) return;
    this.score(ticketBytes(this.data, number, this.grouped), this.out);
    const high = this.view.getUint32(0) * 0x10000 + this.view.getUint16(4);
    if (high > this.limit) return;
    this.pool.push({ high, number });
    if (this.pool.length > 2 * this.keep + 1024) this.cut();
  }

  cut() {
    this.pool.sort((left, right) => left.high - right.high || this.compareWhole(left, right));
    const last = this.pool[this.keep - 1];
    if (!last) return;
    this.pool.length = this.keep;
    this.limit = last.high;
  }

  compareWhole(left, right) {
    const [one, other] = [left, right].map((candidate) => this.wholeScore(candidate.number));
    return compareBytes(one, other) || left.number - right.number;
  }

  wholeScore(number) {
    return this.score(ticketBytes(this.data, number, this.grouped), new Uint8Array(32));
  }

  /** What was kept, lowest first. @returns {Candidate[]} */
  ranked() {
    this.cut();
    return this.pool;
  }
}
