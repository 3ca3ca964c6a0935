// Signed notes, checkpoints and cosignatures as C2SP writes them, in the strict profile of §2 and §8.
import { bytesOfBase64, countOf, hexOf, joined, sameBytes, textOf, utf8 } from './bytes.js';
import { at, malformed, wrong } from './finding.js';
import { sha256 } from '../vendor/noble.js';
import { isAcceptableKey, verifyEd25519 } from './signatures.js';
import { readNum, SPACES } from './texts.js';

export const SIGNS = 1;
export const COSIGNS = 4;
const NOTE_LIMIT = 1_000_000;
const SIGNATURES_LIMIT = 100;
const KEY_NAME = new RegExp(`^[^+${SPACES}]+$`);
const SIGNATURE_LINE = new RegExp(`^— ([^${SPACES}]+) ([^${SPACES}]+)$`);

/**
 * @typedef {{name: string, algorithm: number, publicKey: Uint8Array, id: Uint8Array, text: string}} VerifierKey
 * @typedef {{name: string, id: Uint8Array, signature: Uint8Array, line: number}} SignatureLine
 * @typedef {{text: string, signatures: SignatureLine[], file: string}} Note `text` ends with a line feed
 * @typedef {{origin: string, size: number, root: Uint8Array}} Checkpoint
 */

/**
 * Read `<name>+<key id>+<base64>` of type 0x01 (SIGNS) or 0x04 (COSIGNS).
 * @param {string} text @param {number} algorithm @returns {VerifierKey}
 */
export function readVerifierKey(text, algorithm) {
  const [name, idText = '', ...rest] = text.split('+');
  if (!KEY_NAME.test(name)) throw malformed(`'${name}' is no key name`);
  const data = bytesOfBase64(rest.join('+'));
  if (data.length !== 33 || data[0] !== algorithm) {
    throw malformed(`the key of ${name} is not one of type 0x0${algorithm} with 32 bytes`);
  }
  const id = sha256(joined([utf8(`${name}\n`), data])).slice(0, 4);
  if (idText !== hexOf(id)) throw malformed(`the key id of ${name} does not fit its key`);
  if (!isAcceptableKey(data.slice(1))) {
    throw malformed(`the public key of ${name} is of small order or not canonical`);
  }
  return { name, algorithm, publicKey: data.slice(1), id, text };
}

/** Take a signed note apart; nothing is verified yet. @param {Uint8Array} data @returns {Note} */
export function readNote(data, file) {
  if (data.length > NOTE_LIMIT) throw malformed('the note is longer than a million bytes', { file });
  const content = textOf(data);
  if (content === null) throw malformed('the note is not UTF-8', { file });
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(content)) {
    throw malformed('the note holds control characters', { file });
  }
  const gap = content.lastIndexOf('\n\n');
  if (gap < 0 || gap + 2 === content.length || !content.endsWith('\n')) {
    throw malformed('a note is a text, an empty line, and signature lines', { file });
  }
  const [text, lines] = [content.slice(0, gap + 1), content.slice(gap + 2, -1).split('\n')];
  if (lines.length > SIGNATURES_LIMIT)
    throw malformed('the note has more than 100 signature lines', { file });
  const first = countOf(utf8(text), 10) + 2;
  return { text, signatures: lines.map((line, place) => readSignature(line, file, first + place)), file };
}

function readSignature(line, file, number) {
  const [, name, blob] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || !KEY_NAME.test(name)) {
    throw malformed('this is no signature line', { file, line: number });
  }
  const data = at({ file, line: number }, () => bytesOfBase64(blob));
  if (data.length < 5) throw malformed('the signature is too short', { file, line: number });
  return { name, id: data.slice(0, 4), signature: data.slice(4), line: number };
}

const keyOf = (line, keys) => keys.find((key) => key.name === line.name && sameBytes(key.id, line.id));

function verifyLine(note, line, key, message, signature) {
  if (verifyEd25519(key.publicKey, utf8(message), signature)) return;
  throw wrong(`the signature of ${line.name} is wrong`, {
    code: 'signature',
    file: note.file,
    line: line.line,
  });
}

/** Verify a freeze note or receipt: exactly one line, of one of these keys. */
export function verifySingle(note, keys) {
  if (note.signatures.length !== 1) {
    throw wrong('exactly one signature line belongs here', { code: 'signature', file: note.file });
  }
  verifyFirst(note, keys);
}

function verifyFirst(note, keys) {
  const [line] = note.signatures;
  const key = keyOf(line, keys);
  if (!key) {
    const message = 'the first signature is not by a key of the service that is in force here';
    throw wrong(message, { code: 'unknown_key', file: note.file, line: line.line });
  }
  verifyLine(note, line, key, note.text, line.signature);
}

/** Verify one line of C2SP cosignature/v1. @returns {bigint} its time in seconds since 1970 */
export function verifyCosignature(note, line, key) {
  const time = line.signature.slice(0, 8).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  verifyLine(note, line, key, `cosignature/v1\ntime ${time}\n${note.text}`, line.signature.slice(8));
  return time;
}

/**
 * Verify a checkpoint note: the service's line first, then at most one line of each witness (§2).
 * @param {Note} note @param {VerifierKey[]} keys @param {VerifierKey[]} witnesses
 * @returns {bigint[]} the times of the cosignatures
 */
export function verifyCheckpoint(note, keys, witnesses) {
  verifyFirst(note, keys);
  const times = new Map();
  for (const line of note.signatures.slice(1)) {
    const key = keyOf(line, witnesses);
    if (!key || times.has(key.text)) {
      const what = key ? 'a second line of one key' : 'a line of an unknown key';
      throw wrong(`${what} is refused`, { code: 'unknown_key', file: note.file, line: line.line });
    }
    times.set(key.text, verifyCosignature(note, line, key));
  }
  return [...times.values()];
}

/** Read the text of a checkpoint note: three lines. @returns {Checkpoint} */
export function readCheckpoint(text, file) {
  const lines = text.split('\n');
  if (lines.length !== 4 || lines[3] !== '' || lines[0] === '') {
    throw malformed('a checkpoint has three lines: origin, size, root', { file });
  }
  const size = at({ file, line: 2 }, () => readNum(lines[1]), 'size: ');
  const root = at({ file, line: 3 }, () => bytesOfBase64(lines[2]), 'root: ');
  if (root.length !== 32) throw malformed('root: the root has not 32 bytes', { file, line: 3 });
  return { origin: lines[0], size, root };
}
