// The rules of §8 for lines that freeze, reschedule and draw.
import { Awards } from './awards.js';
import { numberOf, requireRule } from './log_lines.js';
import { beaconLine, roundTime } from './manifest.js';
import { writtenTime } from './texts.js';

/** How long after the round's time a fallback event may stand in for it (§7). */
const FALLBACK_DELAY = 7n * 86400n;
/** Where the values of a `drawn` line come from. */
const SOURCES = { value: 'beacon.json', signature: 'beacon.json', seed: 'seed.txt', result: 'result.txt' };

function freeze(state, line) {
  if (state.manifest) requireFreezeTime(state, line);
  // A statement holds its draw number, so that none can serve two draws.
  const { statement } = line.values;
  const fresh = !state.statements.has(statement);
  requireRule(line, fresh, 'frozen', 'this statement was the freeze of an earlier draw');
  if (state.facts.freeze.digest === statement) requireOwnFreeze(state, line, state.facts.freeze);
  state.draw = numberOf(line, 'draw');
  state.frozen = statement;
  state.voided = false;
  state.firstFrozen ??= line.time;
  state.statements.add(statement);
}

function requireFreezeTime(state, line) {
  const { manifest } = state;
  const need = (holds, message) => requireRule(line, holds, 'freeze_time', message);
  need(line.time >= manifest.confirm_by, 'the list is frozen before confirm_by');
  const latest = roundTime(manifest, state.round) - BigInt(manifest.min_gap_seconds);
  need(line.time <= latest, 'the list is frozen less than min_gap_seconds before the round');
  const onTime = line.time <= manifest.freeze_by || state.rescheduled || state.firstFrozen !== null;
  need(onTime, 'the first freeze is later than freeze_by');
}

function requireOwnFreeze(state, line, note) {
  const need = (holds, message) => requireRule(line, holds, 'frozen', message);
  need(note.frozen === line.time, 'the freeze note gives another time');
  need(note.draw === numberOf(line, 'draw'), 'the freeze note gives another draw number');
  const inForce = note.manifest === state.manifestDigest;
  need(inForce, 'the freeze note names another manifest than the one in force');
  const all = note.entries.count + note.excluded.count === state.issued;
  need(all, 'the freeze does not account for as many tickets as were counted last');
  if (!state.manifest) return;
  const promised = note.beacon === beaconLine(state.manifest.beacon, state.round);
  need(promised, 'the freeze note names another beacon or round than the one in force');
}

function requireDistance(state, line, manifest) {
  const need = (holds, message) => requireRule(line, holds, 'rescheduled', message);
  need(manifest.beacon.kind === 'drand', 'only a drand round can be rescheduled');
  const [gap, now] = [BigInt(manifest.min_gap_seconds), BigInt(line.time)];
  const old = roundTime(manifest, state.round);
  const free = now >= old || old - now >= gap || state.draw > 1;
  need(free, 'the old round is neither past nor min_gap_seconds away');
  const far = roundTime(manifest, numberOf(line, 'round')) - now >= gap;
  need(far, 'the new round is not min_gap_seconds away');
}

/** The earliest second at which the value can exist; null where the manifest is not known. */
function earliestOf(state, expected) {
  if (!state.manifest) return null;
  return roundTime(state.manifest, state.round) + (expected?.byFallback ? FALLBACK_DELAY : 0n);
}

export const FREEZE_RULES = {
  frozen(state, line) {
    requireRule(line, state.frozen === null, 'frozen', 'a freeze is in force already');
    state.requireDraw(line, state.draw);
    freeze(state, line);
  },
  refrozen(state, line) {
    const lawful = state.frozen !== null && !state.drawn;
    requireRule(line, lawful, 'refrozen', 'there is no freeze in force that was not drawn yet');
    const previous = line.values.previous === state.frozen;
    requireRule(line, previous, 'refrozen', 'previous is not the freeze in force');
    state.requireDraw(line, state.draw + 1);
    freeze(state, line);
  },
  rescheduled(state, line) {
    requireRule(line, state.frozen === null, 'rescheduled', 'a freeze is in force');
    state.requireDraw(line, state.draw);
    const round = numberOf(line, 'round');
    const later = state.round === null || round > state.round;
    requireRule(line, later, 'rescheduled', 'the new round is not later than the old one');
    if (state.manifest) requireDistance(state, line, state.manifest);
    state.round = round;
    state.rescheduled = true;
    state.voided = false;
  },
  drawn(state, line) {
    const need = (holds, message) => requireRule(line, holds, 'drawn', message);
    need(state.frozen !== null, 'no freeze is in force');
    need(!state.drawn, 'this draw was made already');
    state.requireDraw(line, state.draw);
    const { freeze: own, expected: known } = state.facts;
    const expected = own.draw === state.draw ? known : null;
    need(own.digest !== state.frozen || own.entries.count > 0, 'an empty list cannot be drawn');
    const earliest = earliestOf(state, expected);
    const late = earliest === null || line.time >= earliest;
    need(late, `drawn before ${earliest === null ? '' : writtenTime(earliest)}, the earliest`);
    for (const [key, value] of Object.entries(expected?.values ?? {})) {
      need(line.values[key] === value, `${key} is not that of ${SOURCES[key]}`);
    }
    state.drawn = true;
    state.awards.set(state.draw, new Awards(expected?.units ?? null));
  },
};
