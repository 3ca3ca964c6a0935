// What the holder of a receipt gives: pasted or as files, in any order. Nothing of it leaves the browser.

const RECEIPT = /prizedraw\/v1 receipt\n(?:[^\n]+\n){5}\n— [^\n]+/;
const [FREEZE, NOTE] = [/^prizedraw\/v1 freeze\n/, /^prizedraw\/v1 receipt\n/];
const HEX64 = /^[0-9a-f]{64}$/i;
const WRITER = new TextEncoder();
/** Notes and salts are small; what is larger is not read to find out what it is. */
const SMALL = 65536;

/** The note of a receipt in a pasted text: its exact bytes, without what stands around it; null without one. */
export function receiptIn(text) {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const plain = lines.map((line) => line.replace(/^[>\s]+|\s+$/g, '')).join('\n');
  const found = plain.match(RECEIPT);
  return found ? WRITER.encode(`${found[0]}\n`) : null;
}

/**
 * @typedef {object} Given
 * @property {File|null} bundle
 * @property {Uint8Array|null} held a freeze note
 * @property {Uint8Array|null} note a receipt
 * @property {string} salt
 * @property {string[]} aside names of files that are no part of a check, as the calendar in the same letter
 */

/** Sort files by what they are. @param {File[]} files @returns {Promise<Given>} */
export async function sorted(files) {
  const given = { bundle: null, held: null, note: null, salt: '', aside: [] };
  for (const file of files) {
    if (await isBundle(file)) {
      given.bundle = file;
      continue;
    }
    const bytes = new Uint8Array(await file.slice(0, SMALL).arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    if (HEX64.test(text.trim())) given.salt = text.trim();
    else if (FREEZE.test(text) || /freeze/i.test(file.name)) given.held = bytes;
    else if (NOTE.test(text) || /receipt/i.test(file.name)) given.note = bytes;
    else given.aside.push(file.name);
  }
  return given;
}

async function isBundle(file) {
  const start = new TextDecoder().decode(await file.slice(0, 2).arrayBuffer());
  return start === 'PK' || /\.zip$/i.test(file.name) || file.size > SMALL;
}

/**
 * What to check, of files and of what was typed; or what is missing, a sentence.
 * @param {Given} given
 * @param {{pasted: string, salt: string, email: string}} typed
 * @returns {{held: Uint8Array|null, receipt: object|null, missing: string}}
 */
export function claimOf(given, typed) {
  const note = receiptIn(typed.pasted) ?? given.note;
  const [salt, email] = [typed.salt.trim() || given.salt, typed.email.trim()];
  const missing = MISSING.find(([isMissing]) => isMissing({ note, salt, email, pasted: typed.pasted.trim() }));
  return { held: given.held, receipt: note && { note, salt, email }, missing: missing ? missing[1] : '' };
}

const MISSING = [
  [({ note, pasted }) => pasted && !note, 'There is no receipt in this text. It begins with “prizedraw/v1 receipt”.'],
  [({ note, salt }) => note && !salt, 'The salt is missing. It came beside the receipt, in salt.txt.'],
  [({ note, email }) => note && !email, 'Your e-mail address is missing: the ticket is made from it.'],
];
