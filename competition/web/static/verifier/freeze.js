// The freeze statement: which list is drawn, by which beacon, fixed when (§5).
import { digestOf } from './bytes.js';
import { malformed } from './finding.js';
import { EVENT_ID } from './manifest_file.js';
import { readCompetition, readHex64, readNum, readPositive, readStatement, readTime } from './texts.js';

/**
 * @typedef {{count: number, root: string}} Listed a line file as a tree: number of lines, root in hex
 * @typedef {object} Freeze
 * @property {string} competition
 * @property {number} draw
 * @property {string} manifest
 * @property {Listed} entries
 * @property {string} entriesFile
 * @property {Listed} excluded
 * @property {string} beacon the line as written
 * @property {number} frozen seconds since 1970
 * @property {number|null} round the drand round that the beacon line names
 * @property {string} text the statement, as it was signed
 * @property {string} digest of the statement, by which the log names it
 */

function readListed(text) {
  const [count, ...rest] = text.split(' ');
  return { count: readNum(count), root: readHex64(rest.join(' ')) };
}

function readBeaconLine(text) {
  const [kind, ...rest] = text.split(' ');
  if (kind === 'drand' && rest.length === 2) {
    readHex64(rest[0]);
    readNum(rest[1]);
  } else if (text !== 'rehearsal' && !(kind === 'event' && rest.length === 1 && EVENT_ID.test(rest[0]))) {
    throw malformed('the beacon line is none of drand, event, rehearsal');
  }
  return text;
}

const FREEZE_READERS = {
  competition: readCompetition,
  draw: readPositive,
  manifest: readHex64,
  entries: readListed,
  'entries-file': readHex64,
  excluded: readListed,
  beacon: readBeaconLine,
  frozen: readTime,
};

/** Read a freeze statement. @param {string} text @param {string} [file] @returns {Freeze} */
export function readFreeze(text, file = 'freeze.note') {
  const said = readStatement(text, 'freeze', FREEZE_READERS, file);
  const [kind, , round] = said.beacon.split(' ');
  return {
    ...said,
    entriesFile: said['entries-file'],
    round: kind === 'drand' ? Number(round) : null,
    text,
    digest: digestOf(text),
  };
}

/** Whether two lists have one number of lines and one root. @param {Listed} left @param {Listed} right */
export const sameListed = (left, right) => left.count === right.count && left.root === right.root;
