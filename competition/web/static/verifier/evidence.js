// How strong the evidence is that the list was fixed before the value existed (§6).
import { sameBytes } from './bytes.js';
import { Finding, unknown, wrong } from './finding.js';
import { readFreeze } from './freeze.js';
import { FREEZES } from './log_lines.js';
import { roundTime } from './manifest.js';
import { WITNESS } from './names.js';
import { readCheckpoint, readNote, verifyCheckpoint, verifySingle } from './notes.js';
import { rootOf } from './tree.js';

const HELD_COPY = 'the held copy';

/** @typedef {import('./audit_state.js').AuditState} AuditState */

/**
 * Check a checkpoint note over the beginning of the log: origin, size, root, signatures (§8).
 * @param {AuditState} state
 * @param {string} file
 * @param {number|null} size how many lines it must cover, null for any
 * @returns {{size: number, times: bigint[]}} lines covered, and when witnesses signed
 */
export function checkLogHead(state, file, size = null) {
  const [note, manifest] = [readNote(state.read(file), file), state.knownManifest()];
  const head = readCheckpoint(note.text, file);
  const refuse = (message, line) => wrong(message, { code: 'checkpoint', file, line });
  if (head.origin !== manifest.competition) throw refuse('the checkpoint is of another log', 1);
  const within = head.size >= 1 && head.size <= state.files.lines.length;
  if (!within || head.size !== (size ?? head.size)) {
    throw refuse("the checkpoint does not fit the log's length", 2);
  }
  if (!sameBytes(head.root, rootOf(state.logLeaves.subarray(0, 32 * head.size)))) {
    throw refuse("the root is not that of the log's lines", 3);
  }
  const times = verifyCheckpoint(note, state.keysAt(head.size - 1), manifest.witnesses);
  return { size: head.size, times };
}

/** Whether the quorum signed before the value existed; late or few cosignatures are no error. */
export function isWitnessed(state) {
  if (!state.record.has(WITNESS)) return false;
  const [manifest, files] = [state.knownManifest(), state.files];
  const { size, times } = checkLogHead(state, WITNESS);
  if (size <= files.freezeLine.seq) {
    throw wrong('the checkpoint does not contain the freeze', { code: 'witness', file: WITNESS });
  }
  const due = roundTime(manifest, files.freeze.round);
  const inTime = times.filter((time) => time < due);
  return manifest.witness_quorum > 0 && manifest.witness_quorum <= inTime.length;
}

/**
 * Compare the user's own copy of a freeze note with the record's: true if it is the same statement, false if
 * it is the one that the log names for an earlier draw.
 * @param {AuditState} state
 */
export function isHeld(state) {
  if (state.held === null) return false;
  const [{ freeze, lines }, keys] = [state.files, state.allKeys()];
  const { note, copy } = readCopy(state.held);
  if (copy.competition !== freeze.competition) {
    throw unknown('this is a freeze note of another competition', { code: 'held', file: HELD_COPY });
  }
  if (copy.draw === freeze.draw && copy.text === freeze.text) return true;
  const freezes = lines.filter((line) => FREEZES.includes(line.kind));
  const named = freezes.filter((line) => Number(line.values.draw) === copy.draw);
  const earlier = named.length === 1 && named[0].values.statement === copy.digest;
  if (copy.draw === freeze.draw || !earlier) {
    throw wrong(accusation(note, copy, keys), { code: 'two_freezes', file: HELD_COPY });
  }
  return false;
}

function readCopy(data) {
  try {
    const note = readNote(data, HELD_COPY);
    return { note, copy: readFreeze(note.text, HELD_COPY) };
  } catch (found) {
    if (!(found instanceof Finding)) throw found;
    const where = { code: 'held', file: HELD_COPY, line: found.line };
    throw unknown(`this is no freeze note: ${found.message}`, where);
  }
}

/** What two freezes of one draw mean: with both signed, cheating; else somebody's forgery. */
function accusation(note, copy, keys) {
  try {
    verifySingle(note, keys);
  } catch (found) {
    if (!(found instanceof Finding)) throw found;
    return (
      `the copy is another freeze of draw ${copy.draw} than the record's, but the service's signature is not ` +
      'on it: one of the two is forged'
    );
  }
  return (
    `TWO DIFFERENT FREEZES OF DRAW ${copy.draw} ARE SIGNED BY THE SERVICE. This alone is proof of cheating: ` +
    'keep both files'
  );
}
