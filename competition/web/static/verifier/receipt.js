// An entrant's receipt against a record (§4, §9).
import { Finding, unknown, wrong } from './finding.js';
import { ENTRIES, entryAt, findTicket } from './lists.js';
import { isGrouped } from './manifest.js';
import { verifySingle } from './notes.js';
import { checkOpening, readReceipt, RECEIPT } from './tickets.js';

const refuseReceipt = (code, message) => wrong(message, { code: `receipt_${code}`, file: RECEIPT });

/**
 * Check a receipt; a fault that was found wins over a check that could not be made.
 * @param {import('./tickets.js').Claim} claim
 * @param {import('./audit_state.js').AuditState} state
 * @returns {string} in words where its ticket stands
 */
export function checkReceipt(claim, state) {
  const [manifest, keys] = [state.knownManifest(), state.allKeys()];
  const receipt = readReceipt(claim.note);
  if (receipt.competition !== manifest.competition) {
    throw unknown('this is a receipt of another competition', { code: 'receipt_other', file: RECEIPT });
  }
  verifySingle(receipt.note, keys);
  const open = openQuestion(() => checkOpening(claim, receipt, manifest.folding));
  checkTerms(receipt, manifest, state.files.lines);
  const [line, reason] = [state.lineOf(receipt.ticket), state.files.excluded.reasons.get(receipt.ticket)];
  checkGroup(receipt, manifest, line < 0 ? null : entryAt(state.entries, line, isGrouped(manifest)).group);
  if (line < 0 && reason === undefined) {
    const message = 'the ticket is in neither list: this receipt proves that an entry was dropped';
    throw refuseReceipt('missing', message);
  }
  if (open) throw open;
  return reason ? `left out of the draw, reason: ${reason}` : `in the draw, line ${line + 1} of ${ENTRIES}`;
}

/** What could not be told, to be said only if nothing is wrong. @returns {Finding|null} */
function openQuestion(check) {
  try {
    check();
    return null;
  } catch (found) {
    if (found instanceof Finding && found.kind === 'unknown') return found;
    throw found;
  }
}

function checkTerms(receipt, manifest, lines) {
  const opening = lines.filter((line) => ['opened', 'amended'].includes(line.kind));
  if (!opening.some((line) => line.values.manifest === receipt.manifest)) {
    throw refuseReceipt('manifest', 'the log never had the manifest that the receipt names');
  }
  if (receipt.accepted < manifest.opens || receipt.accepted > manifest.confirm_by) {
    throw refuseReceipt('accepted', 'it was accepted outside the time from opens to confirm_by');
  }
}

function checkGroup(receipt, manifest, group) {
  if ((receipt.group === '-') === isGrouped(manifest)) {
    const message = 'the receipt has a group where the competition has none, or none where it has';
    throw refuseReceipt('group', message);
  }
  if (isGrouped(manifest) && group !== null && group !== receipt.group) {
    throw refuseReceipt('group', `the ticket stands in another group in ${ENTRIES}`);
  }
}
