// The walk down the ranking: who gets which prize unit, who is a reserve, who is skipped (§7).
import { hexOf } from './bytes.js';
import { malformed } from './finding.js';
import { entryAt, ticketBytes } from './lists.js';
import { isGrouped, unitsOf } from './manifest.js';
import { scanEntries } from './scan.js';
import { scoring } from './scores.js';
import { readLines } from './texts.js';

export const RESULT = 'result.txt';
const RESULT_LINE = new RegExp(
  '^((prize|reserve) [1-9][0-9]{0,15} [0-9a-f]{64} [0-9a-f]{64}' +
    '|skip [0-9a-f]{64} [0-9a-f]{64} group|unawarded [1-9][0-9]{0,15})$',
);
/** Skipped tickets come on top of those that hold something; a thousand covers all but crowded groups. */
const CROWD = 1000;

/** @typedef {{kind: string, number: number|null, ticket: string|null, score: string|null}} Place a result line */

/** Check the form of every line of `result.txt`. @param {Uint8Array} data */
export function checkResultForm(data) {
  readLines(data, RESULT).forEach((line, place) => {
    if (RESULT_LINE.test(line)) return;
    throw malformed('the line has none of the forms of a result', { file: RESULT, line: place + 1 });
  });
}

/** The line as it stands in the file. @param {Place} place */
export function placeLine({ kind, number, ticket, score }) {
  if (kind === 'unawarded') return `unawarded ${number}`;
  return kind === 'skip' ? `skip ${ticket} ${score} group` : `${kind} ${number} ${ticket} ${score}`;
}

/**
 * Read a frozen list, keeping as many of its lowest scores as the walk needs: where groups used them up, more.
 * @param {Uint8Array} data @param {import('./manifest_file.js').Manifest} manifest @param {string|null} seed
 * @param {(done: number) => void} progress
 * @returns {Promise<import('./scan.js').Scan>}
 */
export async function rankEntries(data, manifest, seed, progress) {
  const [grouped, wanted] = [isGrouped(manifest), unitsOf(manifest) + manifest.reserves];
  for (let keep = wanted + (grouped ? CROWD : 0); ; keep *= 8) {
    const scan = await scanEntries(data, { grouped, seed, keep, progress });
    const enough = () => holdersOf(data, scan, grouped) >= wanted;
    if (seed === null || scan.lowest.length === scan.count || enough()) return scan;
  }
}

function holdersOf(data, { lowest }, grouped) {
  if (!grouped) return lowest.length;
  return new Set(lowest.map(({ number }) => entryAt(data, number, grouped).group)).size;
}

/**
 * The places of the result, lowest score first. `unawarded` units come last, one by one: a manifest may name
 * more of them than memory holds.
 * @param {Uint8Array} data @param {import('./scan.js').Scan} scan
 * @param {import('./manifest_file.js').Manifest} manifest @param {string} seed
 * @returns {Generator<Place>}
 */
export function* placesOf(data, scan, manifest, seed) {
  const [units, grouped, score, held] = [unitsOf(manifest), isGrouped(manifest), scoring(seed), new Set()];
  let given = 0;
  for (const { number: line } of scan.lowest) {
    if (given === units + manifest.reserves) return;
    const { ticket, group } = entryAt(data, line, grouped);
    const place = { ticket, score: hexOf(score(ticketBytes(data, line, grouped))) };
    if (grouped && held.has(group)) {
      yield { kind: 'skip', number: null, ...place };
      continue;
    }
    held.add(group);
    given += 1;
    if (given <= units) yield { kind: 'prize', number: given, ...place };
    else yield { kind: 'reserve', number: given - units, ...place };
  }
  for (let unit = given + 1; unit <= units; unit += 1) {
    yield { kind: 'unawarded', number: unit, ticket: null, score: null };
  }
}
