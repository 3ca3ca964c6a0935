// Steps 8 to 10 of an audit (§9): the log, its signatures, and how strong the evidence is.
import { digestOf, hexOf, joined, utf8 } from './bytes.js';
import { checkLogHead, isHeld, isWitnessed } from './evidence.js';
import { LogState } from './log.js';
import { breath, pacedMap } from './pace.js';
import { RESULT } from './ranking.js';
import { written } from './texts.js';
import { leafHash, rootOf } from './tree.js';

/** @typedef {import('./audit_state.js').AuditState} AuditState */

/** (8) Log replay (§8) and its end state. @param {AuditState} state */
export async function checkLog(state) {
  const [manifest, { lines, freeze, manifestDigest: digest }] = [state.knownManifest(), state.files];
  const log = new LogState({ manifest, digest, freeze, expected: expectedDraw(state) });
  await log.replay(lines);
  state.holders = log.awards.get(freeze.draw)?.holders() ?? new Map();
  state.remarks.push(...log.endRemarks());
  state.found.outcome = outcomeOf(state, log);
  state.found.log_size = lines.length;
  return `${written(lines.length)} lines, ${state.found.outcome}`;
}

/** What the log's `drawn` line must say, recomputed; null without a value. */
function expectedDraw(state) {
  const { value } = state.files;
  if (!value) return null;
  const [seed, result] = [state.found.seed ?? '', digestOf(state.read(RESULT))];
  return {
    values: { value: value.value, signature: value.mark, seed, result },
    units: { prizes: state.winners, reserves: [...state.ticketsOf('reserve').values()] },
    byFallback: state.knownManifest().beacon.kind === 'drand' && value.kind === 'event',
  };
}

function outcomeOf(state, log) {
  if (log.voidedDraws.has(state.files.freeze.draw)) return 'voided';
  if (log.completed) return 'completed';
  return state.files.drawn ? 'drawn' : 'frozen';
}

const logLeaves = async (lines) => joined(await pacedMap(lines, (line) => leafHash(utf8(line.text))));

/**
 * (9) Checkpoint signature and root; the old key's checkpoint at each change of keys.
 * @param {AuditState} state
 */
export async function checkCheckpoints(state) {
  const { lines } = state.files;
  state.logLeaves = await logLeaves(lines);
  checkLogHead(state, 'checkpoint.note', lines.length);
  for (const { seq } of lines.filter((line) => line.kind === 'key')) {
    checkLogHead(state, `keys/${seq}.note`, seq + 1);
    await breath();
  }
  state.found.log_root = hexOf(rootOf(state.logLeaves));
  return `root ${state.found.log_root}`;
}

/**
 * (10) Evidence level (§6): the last of the table that applies; a rehearsal stays one.
 * @param {AuditState} state
 */
export function gradeEvidence(state) {
  const rehearsal = state.knownManifest().beacon.kind === 'rehearsal';
  state.found.level = rehearsal ? 'rehearsal' : 'self-consistent';
  // One after the other: a copy that cannot be compared takes nothing from what the witnesses signed.
  for (const [level, reached] of [
    ['witnessed', isWitnessed],
    ['held', isHeld],
  ]) {
    if (reached(state) && state.found.level === 'self-consistent') state.found.level = level;
  }
  return state.found.level;
}
