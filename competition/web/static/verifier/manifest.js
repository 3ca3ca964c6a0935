// What the manifest fixes (§3), and what its keys must say about each other.
import { checkPinned, dueOf, roundAt } from './chains.js';
import { Finding, wrong } from './finding.js';
import { MANIFEST } from './manifest_file.js';

const LEAST_GAP = 900;

/** How many prize units there are in all. */
export const unitsOf = (manifest) => manifest.prizes.reduce((sum, prize) => sum + prize.quantity, 0);

/** Whether entries carry a group, of which at most one ticket wins. */
export const isGrouped = (manifest) => manifest.group_rule !== 'none';

/** The title of the prize whose unit this is; units are numbered from 1 through the list. */
export function prizeOf(manifest, unit) {
  let left = unit;
  return manifest.prizes.find((prize) => (left -= prize.quantity) <= 0).title;
}

/**
 * When the value exists, seconds since 1970: the round's time, or `draw_at` of an event and a rehearsal.
 * @param {number|null} round the drand round in force; null for the manifest's own
 * @returns {bigint}
 */
export function roundTime(manifest, round) {
  const { beacon, draw_at: drawAt } = manifest;
  return beacon.kind === 'drand' ? dueOf(beacon.chain, round ?? beacon.round) : BigInt(drawAt);
}

/** The freeze statement's `beacon` line for a manifest's beacon. */
export function beaconLine(beacon, round) {
  if (beacon.kind === 'drand') return `drand ${beacon.chain.chain_hash} ${round ?? beacon.round}`;
  return beacon.kind === 'event' ? `event ${beacon.id}` : 'rehearsal';
}

/** Check times, gap, round and keys. */
export function checkManifestArithmetic(manifest) {
  const need = (holds, code, message) => {
    if (!holds) throw wrong(message, { code, file: MANIFEST });
  };
  need(timesFit(manifest), 'times', 'opens, closes, confirm_by, freeze_by and draw_at are not in this order');
  const gap = manifest.min_gap_seconds;
  need(manifest.beacon.kind === 'rehearsal' || gap >= LEAST_GAP, 'min_gap', 'min_gap_seconds is under 900');
  const far = manifest.freeze_by + gap <= manifest.draw_at;
  need(far, 'min_gap', 'freeze_by is not min_gap_seconds before draw_at');
  const falls = manifest.fallback === null || manifest.beacon.kind === 'drand';
  need(falls, 'fallback', 'a fallback belongs to a drand beacon alone');
  const names = new Set(manifest.verifier_keys.map((key) => key.name));
  need(names.size === 1, 'verifier_keys', "the service's keys do not all have one name");
  const quorum = manifest.witness_quorum <= manifest.witnesses.length;
  need(quorum, 'witness_quorum', 'witness_quorum is larger than the number of witnesses');
  if (manifest.beacon.kind === 'drand') checkDrand(manifest, need);
}

function timesFit({ opens, closes, confirm_by: confirmBy, freeze_by: freezeBy, draw_at: drawAt }) {
  return opens < closes && closes < confirmBy && confirmBy <= freezeBy && freezeBy < drawAt;
}

function checkDrand({ beacon, draw_at: drawAt }, need) {
  const first = BigInt(beacon.round) === roundAt(beacon.chain, drawAt);
  need(first, 'round', "the beacon's round is not the first at or after draw_at");
  try {
    checkPinned(beacon.chain, MANIFEST);
  } catch (found) {
    // An unknown chain is said in step 5, where the value would be verified; all else is still checked.
    if (!(found instanceof Finding) || found.kind !== 'unknown') throw found;
  }
}
