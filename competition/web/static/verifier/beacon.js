// The public random value: drand rounds, named events, rehearsals (§7).
import { sha256 } from '../vendor/noble.js';
import { bytesOfHex, digestOf, joined } from './bytes.js';
import { CHAINED, checkPinned } from './chains.js';
import { at, malformed, wrong } from './finding.js';
import { readJson } from './json.js';
import { EVENT_ID } from './manifest_file.js';
import { verifyBls } from './signatures.js';
import { CODE, HEX64, HEX_BYTES } from './texts.js';

export const BEACON = 'beacon.json';
const EVENT_VALUE = /^(((0|[1-9][0-9]{0,15})\.)+\/)+$/;

/**
 * `beacon.json`: its members, `value` as it ends `seed.txt`, and `mark`, the signature that the `drawn` line names.
 * @typedef {Record<string, any> & {kind: string, value: string, mark: string}} Value
 */

/** @param {Uint8Array} data @returns {Value} */
export function readValue(data) {
  const members = readJson(data, BEACON);
  const read = Object.hasOwn(VALUE_READERS, String(members?.kind)) ? VALUE_READERS[members.kind] : null;
  if (typeof members?.kind !== 'string' || !read) {
    throw malformed('the kind of beacon is none of drand, event, rehearsal', { file: BEACON });
  }
  return at({ file: BEACON }, () => read(members));
}

function expectKeys(members, ...keys) {
  const found = Object.keys(members).filter((key) => key !== 'kind');
  if (found.length === keys.length && keys.every((key) => key in members)) return;
  throw malformed(`the keys are not exactly kind, ${keys.join(', ')}`);
}

function requireText(members, key, pattern) {
  if (typeof members[key] === 'string' && pattern.test(members[key])) return;
  throw malformed(`${key} is not what the format says`);
}

function readDrand(members) {
  const chained = 'previous_signature' in members ? ['previous_signature'] : [];
  expectKeys(members, 'chain_hash', 'round', 'signature', ...chained);
  if (typeof members.round !== 'number') throw malformed('round is not a number');
  requireText(members, 'chain_hash', HEX64);
  for (const key of ['signature', ...chained]) requireText(members, key, HEX_BYTES);
  return { ...members, value: digestOf(bytesOfHex(members.signature)), mark: members.signature };
}

function readEvent(members) {
  expectKeys(members, 'id', 'value', 'typed_by');
  const people = members.typed_by;
  const two = Array.isArray(people) && people.length === 2 && people.every((one) => typeof one === 'string');
  if (!two) throw malformed('typed_by does not name two people');
  if (people[0] === people[1] || !people.every((one) => CODE.test(one))) {
    throw malformed('typed_by does not name two different staff codes');
  }
  requireText(members, 'value', EVENT_VALUE);
  members.value.split('/').slice(0, -1).forEach(checkSource);
  requireText(members, 'id', EVENT_ID);
  return { ...members, mark: people.join('+') };
}

/** The numbers of one source: ascending, equal ones allowed, below 2^53. */
function checkSource(source) {
  const numbers = source.split('.').slice(0, -1).map(BigInt);
  const ascending = numbers.every((number, place) => place === 0 || numbers[place - 1] <= number);
  if (ascending && numbers.at(-1) < 2n ** 53n) return;
  throw malformed('the numbers of one source are not ascending and below 2^53');
}

function readRehearsal(members) {
  expectKeys(members, 'value');
  requireText(members, 'value', HEX64);
  return { ...members, mark: '-' };
}

const VALUE_READERS = { drand: readDrand, event: readEvent, rehearsal: readRehearsal };

/** The 32 bytes that drand signs in a round. */
function messageOf(value, scheme) {
  const round = new Uint8Array(8);
  new DataView(round.buffer).setBigUint64(0, BigInt(value.round));
  return sha256(joined([scheme === CHAINED ? bytesOfHex(value.previous_signature) : [], round]));
}

/**
 * Verify that a value is the signature of exactly this round of this pinned chain (§7).
 * @param {Value} value @param {import('./chains.js').Chain} chain @param {number} round
 */
export function verifyRound(value, chain, round) {
  const refuse = (message, code) => wrong(message, { code, file: BEACON });
  if (value.chain_hash !== chain.chain_hash) throw refuse('the value is of another chain', 'chain');
  if (value.round !== round) throw refuse(`the value is of round ${value.round}, not of ${round}`, 'round');
  if ('previous_signature' in value !== (chain.scheme === CHAINED)) {
    throw malformed('previous_signature belongs to the chained scheme alone', { file: BEACON });
  }
  checkPinned(chain);
  const [key, signature] = [bytesOfHex(chain.public_key), bytesOfHex(value.signature)];
  if (!verifyBls(chain.scheme, key, messageOf(value, chain.scheme), signature)) {
    throw refuse('the drand signature is not one of this round', 'beacon_signature');
  }
}
