// What the steps of an audit (§9) share: the files, what was found in them, the report.
import { digestOf } from './bytes.js';
import { at, NothingToCheck, unknown } from './finding.js';
import { ENTRIES, findTicket, widthOf } from './lists.js';
import { LOG } from './log_lines.js';
import { isGrouped } from './manifest.js';
import { unknownFormat } from './manifest_file.js';
import { readFile } from './names.js';
import { readVerifierKey, SIGNS } from './notes.js';
import { rankEntries } from './ranking.js';
import { checkDerived, readRecord } from './reading.js';

/** The seed (§7): hex SHA-256 of the freeze statement and the line `value …`. */
export const seedText = (statement, value) => `${statement}value ${value}\n`;

/** An audit in progress. Step 1 leaves `files` and, for a known manifest, `scan`: the list as read. */
export class AuditState {
  /**
   * @param {import('./names.js').Record} record
   * @param {{held: Uint8Array|null, receipt: import('./tickets.js').Claim|null,
   *   progress: (done: number, total: number, words: string) => void}} given
   */
  constructor(record, { held, receipt, progress }) {
    Object.assign(this, { record, held, receipt, progress });
    /** @type {import('./reading.js').Files|null} */
    this.files = null;
    /** @type {import('./scan.js').Scan|null} */
    this.scan = null;
    /** @type {Uint8Array|null} the leaves of the log, 32 bytes each, left by step 9 */
    this.logLeaves = null;
    this.found = {};
    this.remarks = [];
    /** @type {import('./ranking.js').Place[]} */
    this.walk = [];
    this.winners = new Map();
    this.holders = new Map();
  }

  async readFiles() {
    this.files = await readRecord(this.record);
    this.found.draw = Number(this.files.freezeLine.values.draw);
    this.found.manifest_sha256 = this.files.manifestDigest;
    if (this.files.manifest) this.scan = await this.readEntries(this.files.manifest);
    checkDerived(this.record, this.files.drawn);
  }

  /** One pass over entries.txt serves steps 1, 3, 4 and 7 and the receipt. */
  readEntries(manifest) {
    const { value, freeze } = this.files;
    const seed = value && digestOf(seedText(freeze.text, value.value));
    const total = Math.floor(this.entries.length / widthOf(isGrouped(manifest)));
    return rankEntries(this.entries, manifest, seed, (done) => this.progress(done, total, 'entries read'));
  }

  get entries() {
    return readFile(this.record, ENTRIES);
  }

  /** Read one file whole. @param {string} name */
  read(name) {
    return readFile(this.record, name);
  }

  /** The manifest, which almost every step needs. */
  knownManifest() {
    if (this.files.manifest) return this.files.manifest;
    throw unknownFormat();
  }

  /** The value of a record that was drawn; without one the step cannot be made, or need not be. */
  knownValue() {
    if (this.files.value) return this.files.value;
    if (this.files.voided) throw new NothingToCheck('voided before it was drawn');
    throw unknown('not drawn yet', { code: 'not_drawn' });
  }

  /** The number (from 0) of a ticket's line in entries.txt, -1 where it is not in it. */
  lineOf(ticket) {
    return findTicket(this.entries, ticket, isGrouped(this.knownManifest()));
  }

  /** The service's keys in force at a line of the log: the manifest's until a `key` line names another (§8). */
  keysAt(seq) {
    const last = this.files.lines.slice(0, seq).findLast((line) => line.kind === 'key');
    return last ? [keyOfLine(last)] : this.knownManifest().verifier_keys;
  }

  /** Every key that the service ever had in this log. */
  allKeys() {
    const later = this.files.lines.filter((line) => line.kind === 'key');
    return [...this.knownManifest().verifier_keys, ...later.map(keyOfLine)];
  }

  /** The tickets of one kind of place by their number, in order. @returns {Map<number, string>} */
  ticketsOf(kind) {
    const places = this.walk.filter((place) => place.kind === kind && place.ticket);
    return new Map(places.map((place) => [place.number, place.ticket]));
  }
}

function keyOfLine(line) {
  return at({ file: LOG, line: line.seq + 1 }, () => readVerifierKey(line.values.vkey, SIGNS));
}
