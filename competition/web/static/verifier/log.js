// The log's state machine (§8): which line is lawful next.
import { numberOf, requireRule } from './log_lines.js';
import { dayOf, LOG_RULES } from './log_rules.js';
import { pacedMap } from './pace.js';

/**
 * @typedef {object} Drawn what a draw must have come to
 * @property {Record<'value'|'signature'|'seed'|'result', string>} values of its `drawn` line
 * @property {import('./awards.js').Units} units
 * @property {boolean} byFallback an event's value stands in for a drand round
 */

/**
 * Where a competition's log stands. Known are the record's own manifest, freeze and draw; of a manifest that
 * was amended away, or of an earlier draw, form, order and times alone are checked: nothing is guessed.
 */
export class LogState {
  /**
   * @param {{manifest: any, digest: string, freeze: import('./freeze.js').Freeze, expected: Drawn|null}} facts
   */
  constructor({ manifest, digest, freeze, expected }) {
    this.facts = { manifest, digest, freeze, expected };
    this.keys = manifest.verifier_keys;
    this.retiredKeys = [];
    this.time = 0;
    this.manifestDigest = '';
    this.draw = 1;
    this.round = null;
    this.rescheduled = false;
    this.issued = 0;
    this.frozen = null;
    this.firstFrozen = null;
    this.statements = new Set();
    this.drawn = false;
    this.voided = false;
    this.completed = false;
    this.awards = new Map();
    this.voidedDraws = new Set();
    this.countDays = new Set();
    this.remarks = [];
  }

  /** The manifest in force, where it is known here. */
  get manifest() {
    return this.manifestDigest === this.facts.digest ? this.facts.manifest : null;
  }

  /** The unit that the next line must promote a reserve to. */
  get owed() {
    return this.awards.get(this.draw)?.owed ?? null;
  }

  /**
   * Take all these lines; refuses the first that is not lawful.
   * @param {import('./log_lines.js').Line[]} lines
   */
  async replay(lines) {
    await pacedMap(lines, (line) => this.accept(line));
    return this;
  }

  accept(line) {
    requireRule(line, line.time >= this.time, 'time', 'times never fall');
    requireRule(line, !this.completed, 'completed', 'nothing follows after “completed”');
    const first = (line.kind === 'opened') === (line.seq === 0);
    requireRule(line, first, 'opened', 'the first line, and only it, is “opened”');
    this.requirePlace(line);
    LOG_RULES[line.kind](this, line);
    this.time = line.time;
  }

  /** What may follow a void, and what must follow a vacancy. */
  requirePlace(line) {
    const lawful = !this.voided || ['frozen', 'rescheduled', 'key', 'completed'].includes(line.kind);
    requireRule(line, lawful, 'voided', 'after “voided” only a next draw, a key or “completed” follow');
    const promotes = this.owed === null || line.kind === 'promoted';
    const message = 'exactly the line after “vacated” promotes the next reserve';
    requireRule(line, promotes, 'promoted', message);
  }

  requireDraw(line, number) {
    requireRule(line, numberOf(line, 'draw') === number, 'draw', `the draw's number here is ${number}`);
  }

  comeIntoForce(digest) {
    this.manifestDigest = digest;
    this.rescheduled = false;
    const beacon = this.manifest?.beacon;
    this.round = beacon?.kind === 'drand' ? beacon.round : null;
  }

  /** What is worth saying about the log as it ends here, though lawful (§8). @returns {string[]} */
  endRemarks() {
    const remarks = [...this.remarks];
    const missing = this.daysWithoutCount();
    if (missing > 0) {
      remarks.push(`${missing} UTC day(s) between opening and freeze have no count of tickets.`);
    }
    if (this.owed !== null) {
      remarks.push(`The log ends where prize unit ${this.owed} was given up; the next reserve is due.`);
    }
    return remarks;
  }

  daysWithoutCount() {
    if (!this.manifest || this.firstFrozen === null) return 0;
    const [first, last] = [dayOf(this.manifest.opens), dayOf(this.firstFrozen)];
    return last - first + 1 - [...this.countDays].filter((day) => first <= day && day <= last).length;
  }
}
