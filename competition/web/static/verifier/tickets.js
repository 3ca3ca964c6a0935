// Entering: the folding of addresses, the ticket that address and salt open, the receipt (§4).
import { digestOf } from './bytes.js';
import { at, Finding, malformed, unknown, wrong } from './finding.js';
import { readNote } from './notes.js';
import { CONTROL, readCompetition, readHex64, readStatement, readTime, SPACES } from './texts.js';

export const FOLDING = 'email-folding/1';
export const RECEIPT = 'the receipt';

const DOTLESS = ['gmail.com', 'googlemail.com'];
const TAGGED = [
  ...DOTLESS,
  'outlook.com',
  'hotmail.com',
  'live.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'proton.me',
  'protonmail.com',
  'pm.me',
  'fastmail.com',
];
const BLANK = new RegExp(`[${SPACES}]`);
const AROUND = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, 'g');

/** @typedef {{note: Uint8Array, salt: string, email: string}} Claim what the holder of a receipt gives */

/** Without the spaces around it. */
export const trimmed = (text) => text.replace(AROUND, '');

/**
 * Fold an address by `email-folding/1`: equal results are one mailbox. A domain that is not ASCII cannot be
 * told: browsers have UTS 46, which is not the IDNA 2008 that §4 asks for.
 * @param {string} address as typed @returns {string}
 */
export function foldEmail(address) {
  const text = trimmed(address).normalize('NFC');
  const parts = text.split('@');
  if (parts.length !== 2) throw malformed('an e-mail address has exactly one @');
  if (BLANK.test(text) || CONTROL.test(text) || /["\p{Cs}]/u.test(text)) {
    throw malformed('an e-mail address has no spaces, quotes or control characters inside');
  }
  const domain = asciiDomain(parts[1]);
  let [local] = TAGGED.includes(domain) ? parts[0].split('+', 1) : parts;
  if (DOTLESS.includes(domain)) local = local.replaceAll('.', '');
  if (!local || !domain) throw malformed('an e-mail address has something on either side of the @');
  // Lower case can undo NFC (H with a line below), and the entrant line of a ticket is NFC.
  return `${local.toLowerCase().normalize('NFC')}@${DOTLESS.includes(domain) ? 'gmail.com' : domain}`;
}

function asciiDomain(domain) {
  if (/^[\u0000-\u007f]*$/.test(domain)) return domain.toLowerCase();
  const message = 'the domain is not ASCII, and there is no IDNA 2008 here: give it in its xn-- form';
  throw unknown(message, { code: 'idna' });
}

/** Read a salt as a person may paste it, in either case of letters. @returns {string} 64 hex digits */
export function readSalt(text) {
  const digits = trimmed(text).toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw malformed('a salt has 64 hex digits');
}

/** The ticket that a folded address and a salt open, 64 hex digits. */
export const ticketOf = (competition, email, salt) =>
  digestOf(`prizedraw/v1 ticket\ncompetition ${competition}\nentrant email:${email}\nsalt ${salt}\n`);

/** The form of a ticket that people are shown: `6f1d-09ab-44c2`. */
export const shortTicket = (ticket) => ticket.slice(0, 12).match(/.{4}/g).join('-');

function readGroup(text) {
  if (text === '-' || /^[0-9a-f]{16}$/.test(text)) return text;
  throw malformed('this is neither - nor 16 hex digits');
}

const RECEIPT_READERS = {
  competition: readCompetition,
  manifest: readHex64,
  ticket: readHex64,
  group: readGroup,
  accepted: readTime,
};

/**
 * Read the note of a receipt; its signature is not verified yet.
 * @param {Uint8Array} data
 * @returns {{competition: string, manifest: string, ticket: string, group: string, accepted: number,
 *   note: import('./notes.js').Note}}
 */
export function readReceipt(data) {
  const note = readNote(data, RECEIPT);
  return { ...readStatement(note.text, 'receipt', RECEIPT_READERS, RECEIPT), note };
}

const refuseTicket = (message) => wrong(message, { code: 'receipt_ticket', file: RECEIPT });

/** Check that address and salt open the ticket of a receipt that was read. @param {Claim} claim */
export function checkOpening(claim, receipt, folding = FOLDING) {
  if (folding !== FOLDING) {
    throw unknown('the folding rule is not known here', { code: 'folding', file: RECEIPT });
  }
  const email = opened(() => foldEmail(claim.email), "the address cannot be the entrant's");
  const salt = opened(() => readSalt(claim.salt), "the salt cannot be the ticket's");
  if (ticketOf(receipt.competition, email, salt) !== receipt.ticket) {
    throw refuseTicket('address and salt do not open this ticket');
  }
}

function opened(work, complaint) {
  try {
    return work();
  } catch (found) {
    if (!(found instanceof Finding)) throw found;
    if (found.kind === 'unknown') throw unknown(found.message, { code: found.code, file: RECEIPT });
    throw refuseTicket(`${complaint}: ${found.message}`);
  }
}
