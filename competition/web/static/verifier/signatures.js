// Ed25519 as RFC 8032 has it, and drand's BLS, each as strict as §2 and §7 ask: nothing has two spellings.
import { bls12_381, ed25519, sha512 } from '../vendor/noble.js';
import { joined, sameBytes } from './bytes.js';

/** The order of Ed25519's base point. */
const ORDER = ed25519.Point.Fn.ORDER;

const fromLittleEnd = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** The point of a key; null for a non-canonical key, and for one of small order, which fits many messages. */
function keyPoint(key) {
  try {
    const point = ed25519.Point.fromBytes(key);
    return point.isSmallOrder() ? null : point;
  } catch {
    return null;
  }
}

/** Whether 32 bytes may be a verifier key at all (§2). @param {Uint8Array} key */
export const isAcceptableKey = (key) => keyPoint(key) !== null;

/**
 * Whether a signature is right (RFC 8032, 5.1.7). The library's own check multiplies by the cofactor, and so
 * takes signatures that OpenSSL and Go refuse: here the encodings of both sides are compared.
 * @param {Uint8Array} key 32 bytes @param {Uint8Array} message @param {Uint8Array} signature 64 bytes
 */
export function verifyEd25519(key, message, signature) {
  const point = keyPoint(key);
  if (point === null || signature.length !== 64) return false;
  const scalar = fromLittleEnd(signature.subarray(32));
  if (scalar >= ORDER) return false;
  const start = signature.subarray(0, 32);
  const challenge = fromLittleEnd(sha512(joined([start, key, message]))) % ORDER;
  const found = ed25519.Point.BASE.multiplyUnsafe(scalar).subtract(point.multiplyUnsafe(challenge));
  return sameBytes(found.toBytes(), start);
}

/** By scheme: the library's half, and the domain tags of RFC 9380 under which drand hashes. */
const BLS_SCHEMES = {
  'bls-unchained-g1-rfc9380': [bls12_381.shortSignatures, 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'],
  'pedersen-bls-chained': [bls12_381.longSignatures, 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_'],
};

/**
 * Whether a drand signature is right. Other lengths, second spellings, infinity and points outside the groups
 * are not.
 * @param {string} scheme @param {Uint8Array} key @param {Uint8Array} message @param {Uint8Array} signature
 */
export function verifyBls(scheme, key, message, signature) {
  const [half, tag] = BLS_SCHEMES[scheme];
  const keys = scheme === 'pedersen-bls-chained' ? bls12_381.G1.Point : bls12_381.G2.Point;
  try {
    const [point, sign] = [keys.fromBytes(key), half.Signature.fromBytes(signature)];
    const compressed = key.length + signature.length === 144;
    const inGroups = [point, sign].every((one) => !one.is0() && one.isTorsionFree());
    return compressed && inGroups && half.verify(sign, half.hash(message, tag), point);
  } catch {
    return false;
  }
}
