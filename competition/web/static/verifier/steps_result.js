// Steps 5 to 7 of an audit (§9): from the public value to the winners.
import { BEACON, verifyRound } from './beacon.js';
import { digestOf, sameBytes, utf8 } from './bytes.js';
import { checkPinned } from './chains.js';
import { NothingToCheck, wrong } from './finding.js';
import { seedText } from './audit_state.js';
import { unitsOf } from './manifest.js';
import { placeLine, placesOf, RESULT } from './ranking.js';
import { readLines, written } from './texts.js';

/** @typedef {import('./audit_state.js').AuditState} AuditState */

const FALLBACK_USED =
  'The fallback event was used: a drand signature of that round would disprove this draw.';

/** (5) Beacon value verified for the pinned chain and round. @param {AuditState} state */
export function checkBeacon(state) {
  const { beacon, fallback } = state.knownManifest();
  const value = valueOf(state, beacon);
  const { round } = state.files.freeze;
  if (value.kind === 'drand' && beacon.kind === 'drand' && round !== null) {
    verifyRound(value, beacon.chain, round);
    return `drand round ${round}`;
  }
  if (value.kind === 'rehearsal' && beacon.kind === 'rehearsal') return 'made by the server for a rehearsal';
  const event = beacon.kind === 'event' ? beacon : fallback;
  if (value.kind !== 'event' || value.id !== event?.id) {
    throw wrong('the value is of another beacon than promised', { code: 'beacon', file: BEACON });
  }
  if (event !== beacon) {
    requireKnownChain(beacon);
    state.remarks.push(FALLBACK_USED);
  }
  return `event ${event.id}, typed by ${value.typed_by.join(' and ')}`;
}

function valueOf(state, beacon) {
  try {
    return state.knownValue();
  } catch (reason) {
    // Without a value too, the times of an unknown chain are only its owner's word (§3).
    if (reason instanceof NothingToCheck) requireKnownChain(beacon);
    throw reason;
  }
}

function requireKnownChain(beacon) {
  if (beacon.kind === 'drand') checkPinned(beacon.chain);
}

/** (6) Seed. @param {AuditState} state */
export function checkSeed(state) {
  const expected = seedText(state.files.freeze.text, state.knownValue().value);
  if (!sameBytes(state.read('seed.txt'), utf8(expected))) {
    const message = 'it is not the freeze statement followed by the value';
    throw wrong(message, { code: 'seed', file: 'seed.txt' });
  }
  state.found.seed = digestOf(expected);
  return `seed ${state.found.seed}`;
}

/** (7) Ranking and result.txt. @param {AuditState} state */
export function checkResult(state) {
  state.knownValue();
  const [manifest, lines] = [state.knownManifest(), readLines(state.read(RESULT), RESULT)];
  const refuse = (message, line) => wrong(message, { code: 'result', file: RESULT, line });
  for (const place of placesOf(state.entries, state.scan, manifest, state.found.seed)) {
    const line = state.walk.length;
    if (lines[line] !== placeLine(place)) {
      const message = `the list and the seed give another line here, of the kind “${place.kind}”`;
      throw refuse(message, line + 1);
    }
    state.walk.push(place);
  }
  if (lines.length > state.walk.length) throw refuse('a line too many', state.walk.length + 1);
  state.winners = state.ticketsOf('prize');
  return `${written(state.winners.size)} of ${written(unitsOf(manifest))} prize units awarded`;
}
