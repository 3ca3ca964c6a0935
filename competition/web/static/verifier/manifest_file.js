// Reading `manifest.json`: every key of §3, exactly those, each of its own form.
import { readChain } from './chains.js';
import { at, malformed, unknown } from './finding.js';
import { readJson } from './json.js';
import { COSIGNS, readVerifierKey, SIGNS } from './notes.js';
import { CONTROL, readCode, readCompetition, readHex64, readTime } from './texts.js';

export const MANIFEST = 'manifest.json';
export const FORMAT = 'prizedraw-manifest/1';
export const EVENT_ID = /^[a-z0-9.+-]{1,64}$/;
const UNKNOWN_FORMAT = `the format is not ${FORMAT}, the one known here`;

/**
 * @typedef {{kind: 'drand', chain: import('./chains.js').Chain, round: number}} DrandBeacon
 * @typedef {{kind: 'event', id: string, description: string, bits: number}} EventBeacon
 * @typedef {DrandBeacon | EventBeacon | {kind: 'rehearsal'}} Beacon
 * @typedef {Record<string, any>} Manifest the keys of §3, read; times in seconds since 1970, beacon a Beacon
 */

export const unknownFormat = () => unknown(UNKNOWN_FORMAT, { code: 'format', file: MANIFEST });

/**
 * Read `manifest.json`; null where it names another format, which the steps that need it say.
 * @param {Uint8Array} data @returns {Manifest|null}
 */
export function readManifest(data) {
  const members = readJson(data, MANIFEST);
  if (isObject(members) && 'format' in members && members.format !== FORMAT) return null;
  return at({ file: MANIFEST }, () => manifestOf(members));
}

function manifestOf(members) {
  const top = withKeys(members, 'the manifest', Object.keys(READERS));
  const read = ([key, reader]) => [key, at({}, () => reader(top[key]), `${key}: `)];
  return Object.fromEntries(Object.entries(READERS).map(read));
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

function withKeys(value, what, keys) {
  if (!isObject(value)) throw malformed(`${what} is not an object`);
  const found = Object.keys(value);
  const odd = [...found.filter((key) => !keys.includes(key)), ...keys.filter((key) => !found.includes(key))];
  if (odd.length) {
    const shown = odd.sort().join(', ').slice(0, 200);
    throw malformed(`${what} has not exactly the keys of the format: see ${shown}`);
  }
  return value;
}

function string(value) {
  if (typeof value !== 'string') throw malformed('this is not a text');
  return value;
}

function freeText(value) {
  const text = string(value);
  if (!text || CONTROL.test(text)) throw malformed('a text is empty or holds control characters');
  return text;
}

const whole = (least) => (value) => {
  if (typeof value === 'number' && value >= least) return value;
  throw malformed(`this is not a whole number from ${least}`);
};

const list =
  (read, least = 0) =>
  (value) => {
    if (Array.isArray(value) && value.length >= least) return value.map((one) => read(one));
    throw malformed(`this is not a list of at least ${least}`);
  };

function reasons(value) {
  const codes = list((one) => readCode(string(one)))(value);
  if (new Set(codes).size !== codes.length) throw malformed('a reason stands twice');
  return codes;
}

function promoter(value) {
  const { name, address } = withKeys(value, 'promoter', ['name', 'address']);
  return { name: freeText(name), address: freeText(address) };
}

function prize(value) {
  const { title, quantity } = withKeys(value, 'a prize', ['title', 'quantity']);
  return { title: freeText(title), quantity: whole(1)(quantity) };
}

const DRAND_KEYS = ['kind', 'chain_hash', 'scheme', 'public_key', 'genesis', 'period', 'round'];

function beacon(value) {
  const kind = isObject(value) ? value.kind : undefined;
  if (kind === 'event') return event(value);
  if (kind === 'rehearsal') return { ...withKeys(value, 'beacon', ['kind']) };
  if (kind !== 'drand') throw malformed('the kind is none of drand, event, rehearsal');
  const members = withKeys(value, 'beacon', DRAND_KEYS);
  return { kind, chain: readChain(members), round: whole(1)(members.round) };
}

function event(value) {
  const { kind, id, description, bits } = withKeys(value, 'an event', ['kind', 'id', 'description', 'bits']);
  if (kind !== 'event' || !EVENT_ID.test(string(id))) {
    throw malformed("the event's kind or id is not what the format says");
  }
  return { kind, id, description: freeText(description), bits: whole(64)(bits) };
}

function groupRule(value) {
  if (['none', 'person', 'household'].includes(value)) return value;
  throw malformed('this is none of none, person, household');
}

function ownKey(value) {
  const key = readVerifierKey(string(value), SIGNS);
  readCompetition(key.name);
  return key;
}

const orNull = (read) => (value) => (value === null ? null : read(value));
const time = (value) => readTime(string(value));

const READERS = {
  format: string,
  competition: (value) => readCompetition(string(value)),
  title: freeText,
  promoter,
  rules_sha256: (value) => readHex64(string(value)),
  opens: time,
  closes: time,
  confirm_by: time,
  freeze_by: time,
  draw_at: time,
  min_gap_seconds: whole(0),
  beacon,
  prizes: list(prize, 1),
  reserves: whole(0),
  group_rule: groupRule,
  // Any other rule, whatever it is, is one that cannot be checked here.
  folding: (value) => value,
  exclusion_reasons: reasons,
  vacancy_reasons: reasons,
  claim_days: whole(1),
  fallback: orNull(event),
  verifier_keys: list(ownKey, 1),
  witnesses: list((value) => readVerifierKey(string(value), COSIGNS)),
  witness_quorum: whole(0),
  previous: orNull((value) => readHex64(string(value))),
};
