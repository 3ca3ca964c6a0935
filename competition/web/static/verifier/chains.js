// The drand chains of v1, pinned with scheme and key, and the arithmetic of their rounds (§3).
import { malformed, unknown, wrong } from './finding.js';
import { HEX_BYTES, readHex64 } from './texts.js';

export const CHAINED = 'pedersen-bls-chained';
const CHAIN_KEYS = ['chain_hash', 'scheme', 'public_key', 'genesis', 'period'];
const CHAINS = [
  {
    chain_hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
    scheme: 'bls-unchained-g1-rfc9380',
    public_key:
      '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c' +
      '8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb' +
      '5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
    genesis: 1692803367,
    period: 3,
  },
  {
    chain_hash: '8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce',
    scheme: CHAINED,
    public_key:
      '868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a5699' + '37c529eeda66c7293784a9402801af31',
    genesis: 1595431050,
    period: 30,
  },
];

/** @typedef {{chain_hash: string, scheme: string, public_key: string, genesis: number, period: number}} Chain */

/** When a round (from 1) is due, seconds since 1970; exact, as the numbers of a manifest may be absurd. */
export const dueOf = (chain, round) => BigInt(chain.genesis) + BigInt(round - 1) * BigInt(chain.period);

/** The first round at or after an instant. @returns {bigint} */
export function roundAt(chain, instant) {
  const [ahead, period] = [BigInt(instant) - BigInt(chain.genesis), BigInt(chain.period)];
  return ahead <= 0n ? 1n : (ahead + period - 1n) / period + 1n;
}

/** Check that a chain is a built-in one under its hash. @param {Chain} chain */
export function checkPinned(chain, file = null) {
  const known = CHAINS.find((one) => one.chain_hash === chain.chain_hash);
  if (!known) {
    const message =
      'the drand chain is none of those built in: whoever owns a chain knows its values beforehand';
    throw unknown(message, { code: 'unknown_chain', file });
  }
  if (CHAIN_KEYS.some((key) => known[key] !== chain[key])) {
    throw wrong('other values stand under the hash of a known drand chain', { code: 'chain', file });
  }
}

/** Read the keys of a chain out of a manifest's beacon. @returns {Chain} */
export function readChain(members) {
  for (const key of ['genesis', 'period']) {
    if (typeof members[key] !== 'number') throw malformed(`beacon: ${key} is not a number`);
  }
  for (const key of ['chain_hash', 'scheme', 'public_key']) {
    if (typeof members[key] !== 'string') throw malformed(`beacon: ${key} is not a text`);
  }
  if (members.period < 1 || !HEX_BYTES.test(members.public_key) || !members.scheme) {
    throw malformed('beacon: the period is 0, or scheme or public key are malformed');
  }
  readHex64(members.chain_hash);
  return Object.fromEntries(CHAIN_KEYS.map((key) => [key, members[key]]));
}
