// The rules of §8, one for each kind of line.
import { AWARD_KINDS } from './awards.js';
import { at } from './finding.js';
import { FREEZE_RULES } from './log_freezes.js';
import { LOG, numberOf, requireRule } from './log_lines.js';
import { readVerifierKey, SIGNS } from './notes.js';

const COUNT_DAY = 86400;

/** @param {number} seconds since 1970 @returns {number} the UTC day */
export const dayOf = (seconds) => Math.floor(seconds / COUNT_DAY);

/** @type {Record<string, (state: import('./log.js').LogState, line: import('./log_lines.js').Line) => void>} */
export const LOG_RULES = {
  opened(state, line) {
    // An amendment does not move the opening before this line, so any later manifest tells as much.
    const early = line.time <= state.facts.manifest.opens;
    requireRule(line, early, 'opened', 'the log opens after the competition did');
    state.comeIntoForce(line.values.manifest);
  },
  amended(state, line) {
    requireRule(line, state.firstFrozen === null, 'amended', 'nothing is amended after the first freeze');
    const fits = line.values.previous === state.manifestDigest;
    requireRule(line, fits, 'amended', 'previous is not the manifest in force');
    state.comeIntoForce(line.values.manifest);
  },
  count(state, line) {
    const early = state.firstFrozen === null;
    requireRule(line, early, 'count', 'tickets are counted before the first freeze only');
    const issued = numberOf(line, 'issued');
    requireRule(line, issued >= state.issued, 'count', 'the number of tickets never falls');
    state.issued = issued;
    state.countDays.add(dayOf(line.time));
  },
  ...FREEZE_RULES,
  ...Object.fromEntries(AWARD_KINDS.map((kind) => [kind, award])),
  voided(state, line) {
    state.requireDraw(line, state.draw);
    state.voidedDraws.add(state.draw);
    state.voided = true;
    state.frozen = null;
    state.drawn = false;
    state.draw += 1;
  },
  key(state, line) {
    const key = at({ file: LOG, line: line.seq + 1 }, () => readVerifierKey(line.values.vkey, SIGNS));
    const known = [...state.keys, ...state.retiredKeys];
    const named = known.every((old) => old.name === key.name);
    requireRule(line, named, 'key', 'the new key has another name');
    // A later manifest may list the key already, so against its list only a key of its own time is new.
    const fresh =
      !known.some((old) => old.text === key.text) || !(state.manifest || state.retiredKeys.length);
    requireRule(line, fresh, 'key', 'this key is not new');
    state.keys = [key];
    state.retiredKeys = known;
  },
  completed(state, line) {
    const done = state.voided || (state.drawn && state.awards.get(state.draw).allDone());
    const message = 'not every prize unit was received, given up or left unawarded';
    requireRule(line, done, 'completed', message);
    state.completed = true;
  },
};

function award(state, line) {
  state.requireDraw(line, state.draw);
  const lawful = state.drawn && !state.voided;
  requireRule(line, lawful, line.kind, 'nothing was drawn yet, so nobody holds a prize unit');
  state.awards.get(state.draw).accept(line, state.manifest, state.remarks);
}
