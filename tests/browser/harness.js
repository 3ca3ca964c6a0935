// What the tests ask of the verifier in a page: JSON in, JSON out; bytes go as base64.
import { ed25519 } from '/static/vendor/noble.js';
import { readValue, verifyRound } from '/static/verifier/beacon.js';
import { readBundle } from '/static/verifier/bundle.js';
import { Finding } from '/static/verifier/finding.js';
import { canonicalJson, readJson } from '/static/verifier/json.js';
import {
  readCheckpoint,
  readNote,
  readVerifierKey,
  verifyCosignature,
  verifySingle,
} from '/static/verifier/notes.js';
import { isAcceptableKey, verifyBls, verifyEd25519 } from '/static/verifier/signatures.js';
import { openReceipt, standingOf } from '/static/verifier/ticket.js';
import { foldEmail } from '/static/verifier/tickets.js';
import { leafHash, nodeHash, pathOf, rootOf, verifyInclusion } from '/static/verifier/tree.js';
import { audit } from '/static/verifier/verify.js';

const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const base64 = (data) => btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
const record = (files) => new Map(Object.entries(files).map(([name, data]) => [name, bytes(data)]));
const claim = (given) => given && { ...given, note: bytes(given.note) };

/** What came of a piece of work: `value`, or the finding that it ended with. */
async function outcome(work) {
  try {
    return { value: (await work()) ?? null };
  } catch (found) {
    if (!(found instanceof Finding)) throw found;
    const { kind, code, file, line, message } = found;
    return { finding: { kind, code, file, line, message } };
  }
}

const audited = ({ files, held = null, receipt = null }) =>
  audit(record(files), { held: held === null ? null : bytes(held), receipt: claim(receipt) });

async function bundled({ path }) {
  const data = new Uint8Array(await (await fetch(path)).arrayBuffer());
  const found = await outcome(async () => audit(await readBundle(data)));
  return found.value ?? found.finding;
}

async function standing({ files, receipt }) {
  const held = record(files);
  return standingOf(held, await audit(held), openReceipt(claim(receipt)).ticket);
}

const signed = ({ note, keys, kind }) => {
  const [found, read] = [readNote(bytes(note), 'f'), keys.map((key) => readVerifierKey(key, kind))];
  if (kind === 4) return Number(verifyCosignature(found, found.signatures[0], read[0]));
  verifySingle(found, read);
  return found.text;
};

const drand = ({ data, chain, round }) => {
  const value = readValue(bytes(data));
  verifyRound(value, chain, round);
  return value.value;
};

const head = ({ text }) => {
  const { origin, size, root } = readCheckpoint(text, 'f');
  return [origin, size, base64(root)];
};

const tree = ({ leaves, index }) => {
  const hashes = leaves.map((leaf) => leafHash(bytes(leaf)));
  const level = new Uint8Array(32 * hashes.length);
  hashes.forEach((hash, place) => level.set(hash, 32 * place));
  return { root: base64(rootOf(level)), path: index === null ? null : pathOf(level, index).map(base64) };
};

const WORK = {
  audited,
  bundled,
  standing,
  drand,
  head,
  signed,
  tree,
  bls: ({ scheme, key, message, signature }) =>
    verifyBls(scheme, bytes(key), bytes(message), bytes(signature)),
  ed25519: ({ key, message, signature }) => verifyEd25519(bytes(key), bytes(message), bytes(signature)),
  libraryEd25519: ({ key, message, signature }) =>
    ed25519.verify(bytes(signature), bytes(message), bytes(key), { zip215: false }),
  acceptable: ({ key }) => isAcceptableKey(bytes(key)),
  vkey: ({ text, kind }) => readVerifierKey(text, kind).text,
  inclusion: ({ leaf, index, size, path, root }) =>
    verifyInclusion(bytes(leaf), index, size, path.map(bytes), bytes(root)),
  node: ({ left, right }) => base64(nodeHash(bytes(left), bytes(right))),
  json: ({ data }) => readJson(bytes(data), 'f'),
  canonical: ({ value }) => canonicalJson(value),
  fold: ({ address }) => foldEmail(address),
};

/** Do one kind of work for many cases, one after the other. */
window.ask = async (kind, cases) => {
  const found = [];
  for (const one of cases) found.push(await outcome(() => WORK[kind](one)));
  return found;
};
