// Where one ticket stands in a draw, for whoever holds its receipt (§9, last paragraph).
import { bytesOfHex, hexOf } from './bytes.js';
import { wrong } from './finding.js';
import { readFreeze } from './freeze.js';
import { ENTRIES, EXCLUDED, findTicket, readExcluded, ticketBytes, widthOf } from './lists.js';
import { isGrouped, prizeOf } from './manifest.js';
import { MANIFEST, readManifest } from './manifest_file.js';
import { readFile } from './names.js';
import { readNote } from './notes.js';
import { PIECE, pieceOf, pieceRoots, rankOf } from './scan.js';
import { scoring } from './scores.js';
import { checkOpening, readReceipt, shortTicket } from './tickets.js';
import { leafHash, pathOf, verifyInclusion } from './tree.js';

const FREEZE_FILE = 'freeze.note';

/**
 * @typedef {object} Proof that a line is in the tree whose root the freeze note names (RFC 9162)
 * @property {number} index of the line, from 0
 * @property {number} size of the list, in lines
 * @property {string} root hex
 * @property {string[]} path hex, from leaf to root
 *
 * @typedef {object} Outcome
 * @property {'prize'|'reserve'|'skip'|'none'|'excluded'|'not drawn'|'missing'} as `skip`: the ticket's group
 *   held something already; `none`: behind the last one drawn; `missing`: in neither list
 * @property {number|null} number the prize unit, or the reserve's place
 * @property {string|null} prize the title of what was won at the draw
 * @property {string|null} reason why it was excluded
 * @property {number|null} holds the unit that the ticket holds now, after all that the log tells
 * @property {string|null} title of what it holds now
 *
 * @typedef {object} Standing
 * @property {string} ticket
 * @property {string} short the form that people are shown
 * @property {number|null} line of entries.txt, from 1
 * @property {number} of how many are on the list
 * @property {Proof|null} proof checked against the freeze note's root
 * @property {string|null} score hex
 * @property {number|null} rank from 1
 * @property {string|null} cutoff the score of the last prize, which a winner's is not above
 * @property {Outcome} outcome
 */

/**
 * Open a receipt: read it, and refuse it unless address and salt open its ticket. Whether the service signed it
 * the audit says, which has the keys.
 * @param {import('./tickets.js').Claim} claim
 */
export function openReceipt(claim) {
  const { note, ...receipt } = readReceipt(claim.note);
  checkOpening(claim, receipt);
  return receipt;
}

/**
 * Where a ticket stands in a record that was audited.
 * @param {import('./names.js').Record} files
 * @param {import('./verify.js').Report} report of the record's audit, which must not have failed
 * @param {string} ticket 64 hex digits
 * @param {{progress?: (done: number, total: number, words: string) => void}} [options]
 * @returns {Promise<Standing>}
 */
export async function standingOf(files, report, ticket, { progress = () => {} } = {}) {
  if (report.verdict === 'failed') {
    throw wrong('in a record that is not sound a rank would mean nothing', { code: 'record' });
  }
  const [manifest, data] = [readManifest(readFile(files, MANIFEST)), readFile(files, ENTRIES)];
  const grouped = isGrouped(manifest);
  const line = findTicket(data, ticket, grouped);
  const count = data.length / widthOf(grouped);
  const standing = { ticket, short: shortTicket(ticket), of: count, ...NOWHERE };
  standing.cutoff = report.walk.findLast((place) => place.as === 'prize')?.score ?? null;
  if (line < 0) return { ...standing, outcome: await leftOut(files, ticket) };
  const told = (words) => (done) => progress(done, count, words);
  standing.line = line + 1;
  standing.proof = await proofOf(files, data, line, grouped, told('entries hashed'));
  standing.outcome = outcomeOfTicket(report, manifest, ticket);
  if (report.seed === null) return standing;
  standing.score = hexOf(scoring(report.seed)(ticketBytes(data, line, grouped)));
  standing.rank = await rankOf(data, line, grouped, report.seed, told('scores compared'));
  return standing;
}

const NOWHERE = { line: null, proof: null, score: null, rank: null, cutoff: null };
const NOTHING_WON = { number: null, prize: null, reason: null, holds: null, title: null };

async function leftOut(files, ticket) {
  const reason = (await readExcluded(readFile(files, EXCLUDED))).reasons.get(ticket);
  return reason ? { as: 'excluded', ...NOTHING_WON, reason } : { as: 'missing', ...NOTHING_WON };
}

function outcomeOfTicket(report, manifest, ticket) {
  if (report.seed === null) return { as: 'not drawn', ...NOTHING_WON };
  const place = report.walk.find((one) => one.ticket === ticket);
  const [holds = null] = Object.keys(report.holders_now).filter(
    (unit) => report.holders_now[unit] === ticket,
  );
  return {
    ...NOTHING_WON,
    as: place?.as ?? 'none',
    number: place?.number ?? null,
    prize: place?.as === 'prize' ? prizeOf(manifest, place.number) : null,
    holds: holds && Number(holds),
    title: holds && prizeOf(manifest, Number(holds)),
  };
}

/** The way from a line to the root of the freeze note, made and checked here. @returns {Promise<Proof>} */
async function proofOf(files, data, line, grouped, progress) {
  const size = data.length / widthOf(grouped);
  const roots = await pieceRoots(data, grouped, progress);
  const within = pathOf(pieceOf(data, line, grouped), line % PIECE);
  const path = [...within, ...pathOf(roots, Math.floor(line / PIECE))];
  const { root } = readFreeze(readNote(readFile(files, FREEZE_FILE), FREEZE_FILE).text).entries;
  const start = line * widthOf(grouped);
  const leaf = leafHash(data.subarray(start, start + widthOf(grouped) - 1));
  verifyInclusion(leaf, line, size, path, bytesOfHex(root));
  return { index: line, size, root, path: path.map(hexOf) };
}
