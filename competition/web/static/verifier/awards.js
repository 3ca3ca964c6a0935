// The award chain of one draw: who holds which prize unit, and what may happen next (§8).
import { numberOf, requireRule, splitCodes } from './log_lines.js';
import { unitsOf } from './manifest.js';

const CLAIM_DAY = 86400;
const LEAST_ATTEMPTS = 2;

/**
 * @typedef {{prizes: Map<number, string>, reserves: string[]}} Units what a draw gave, ticket by unit
 * @typedef {{ticket: string, told: number|null, attempts: number, claimed: boolean, dispatched: boolean,
 *   received: boolean}} Holding one ticket's hold on a unit; `told` is when it was first notified
 */

/** @param {string} ticket @returns {Holding} */
const holdingOf = (ticket) => ({
  ticket,
  told: null,
  attempts: 0,
  claimed: false,
  dispatched: false,
  received: false,
});

/**
 * `owed` is the unit that the next line must promote a reserve to, `vacant` the unit given up last and the
 * number of the line that says so. Where the result of a draw is not known (`units` null: draws before the
 * record's own) who holds a unit is not checked, but all that the lines themselves say of it is.
 */
export class Awards {
  /** @param {Units|null} units */
  constructor(units) {
    this.units = units;
    this.holdings = new Map([...(units?.prizes ?? [])].map(([unit, ticket]) => [unit, holdingOf(ticket)]));
    this.unknownHoldings = new Map();
    this.usedReserves = 0;
    this.owed = null;
    this.vacant = null;
  }

  /** The ticket that holds each unit now. @returns {Map<number, string>} */
  holders() {
    const held = [...this.holdings].filter(([, holding]) => holding);
    return new Map(held.map(([unit, holding]) => [unit, holding.ticket]));
  }

  /** Whether every unit was received, left unawarded, or vacated with no reserve left. */
  allDone() {
    return this.owed === null && [...this.holdings.values()].every((holding) => !holding || holding.received);
  }

  /** Take a line of this draw's award chain; `remarks` may grow. */
  accept(line, manifest, remarks) {
    const unit = numberOf(line, 'unit');
    const known = !manifest || unit <= unitsOf(manifest);
    requireRule(line, known, line.kind, `the manifest has no prize unit ${unit}`);
    if (line.kind === 'promoted') {
      this.promote(line, unit, manifest);
      return;
    }
    if (line.kind === 'vacated') requireReason(line, manifest);
    const holding = this.holding(line, unit);
    AWARD_RULES[line.kind](holding, line, manifest);
    if (!this.units) this.unknownHoldings.set(`${unit} ${holding.ticket}`, holding);
    if (line.kind === 'vacated') this.vacate(line, unit, remarks);
  }

  holding(line, unit) {
    const { ticket } = line.values;
    if (!this.units) return this.unknownHoldings.get(`${unit} ${ticket}`) ?? holdingOf(ticket);
    const holding = this.holdings.get(unit);
    const holds = holding?.ticket === ticket;
    requireRule(line, holds, line.kind, `this ticket does not hold prize unit ${unit}`);
    return holding;
  }

  vacate(line, unit, remarks) {
    if (splitCodes(line.values.approvers).length === 1) {
      remarks.push(`Prize unit ${unit} was given up on the word of one person alone (log line ${line.seq}).`);
    }
    this.vacant = { unit, seq: line.seq };
    if (!this.units) return;
    this.holdings.set(unit, null);
    this.owed = this.usedReserves < this.units.reserves.length ? unit : null;
  }

  promote(line, unit, manifest) {
    const vacated = this.vacant?.unit === unit && this.vacant.seq === line.seq - 1;
    requireRule(line, vacated, 'promoted', 'the line before did not vacate this prize unit');
    const left = this.units ? this.owed === unit : !manifest || this.usedReserves < manifest.reserves;
    requireRule(line, left, 'promoted', 'there is no reserve left');
    if (this.units) {
      const next = this.units.reserves[this.usedReserves];
      const lowest = line.values.ticket === next;
      requireRule(line, lowest, 'promoted', 'this ticket is not the lowest unused reserve');
      this.holdings.set(unit, holdingOf(next));
    }
    this.usedReserves += 1;
    this.owed = null;
  }
}

/** What a vacancy needs whoever held the unit: a reason of the manifest, and somebody's approval. */
function requireReason(line, manifest) {
  const { reason, approvers } = line.values;
  const lawful = !manifest || manifest.vacancy_reasons.includes(reason);
  requireRule(line, lawful, 'vacated', `${reason} is no vacancy reason of the manifest`);
  const approved = approvers !== '-' || reason === 'no_reply' || reason === 'declined';
  requireRule(line, approved, 'vacated', `a vacancy for ${reason} names who approved it`);
}

/** The last second of the claim time; infinite while there is no end to it. */
function claimEnds(holding, manifest) {
  return holding.told === null || !manifest ? Infinity : holding.told + manifest.claim_days * CLAIM_DAY;
}

const AWARD_RULES = {
  notified(holding, line) {
    requireRule(line, !holding.claimed, 'notified', 'the prize unit was claimed already');
    const next = holding.attempts + 1;
    requireRule(line, numberOf(line, 'attempt') === next, 'notified', `the next attempt is number ${next}`);
    holding.attempts = next;
    holding.told ??= line.time;
  },
  claimed(holding, line, manifest) {
    requireRule(line, !holding.claimed, 'claimed', 'the prize unit was claimed already');
    requireRule(line, line.time <= claimEnds(holding, manifest), 'claimed', 'the claim time is over');
    holding.claimed = true;
  },
  vacated(holding, line, manifest) {
    requireRule(line, !holding.received, 'vacated', 'the prize unit was received already');
    if (line.values.reason !== 'no_reply') return;
    const silent = !holding.claimed && line.time > claimEnds(holding, manifest);
    requireRule(line, silent, 'vacated', 'no_reply, but claimed, or the claim time is not over');
    const enough = holding.attempts >= LEAST_ATTEMPTS;
    requireRule(line, enough, 'vacated', 'no_reply after fewer than two attempts to reach the winner');
  },
  dispatched(holding, line) {
    requireRule(line, holding.claimed, 'dispatched', 'the prize unit was not claimed yet');
    const fresh = !holding.dispatched && !holding.received;
    requireRule(line, fresh, 'dispatched', 'the prize unit was dispatched or received already');
    holding.dispatched = true;
  },
  received(holding, line) {
    requireRule(line, holding.claimed, 'received', 'the prize unit was not claimed yet');
    requireRule(line, !holding.received, 'received', 'the prize unit was received already');
    holding.received = true;
  },
};

export const AWARD_KINDS = [...Object.keys(AWARD_RULES), 'promoted'];
