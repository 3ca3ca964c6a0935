// Step 1 of an audit (§9): the files are present and canonical, and nothing else is there.
import { BEACON, readValue } from './beacon.js';
import { digestOf, textOf } from './bytes.js';
import { Finding, malformed, unknown, wrong } from './finding.js';
import { readFreeze } from './freeze.js';
import { EXCLUDED, readExcluded } from './lists.js';
import { FREEZES, LOG, readLog } from './log_lines.js';
import { MANIFEST, readManifest } from './manifest_file.js';
import { ALWAYS, checkNames, DRAWN, KEY_NOTE, readFile, WITNESS } from './names.js';
import { readCheckpoint, readNote } from './notes.js';
import { checkResultForm, RESULT } from './ranking.js';

const RULES = 'rules.txt';
const FREEZE_NOTE = 'freeze.note';
/** Each change of keys costs a root of the log and two signatures. */
const KEYS_LIMIT = 64;

/**
 * @typedef {object} Files a record's files, read and parsed
 * @property {import('./log_lines.js').Line[]} lines
 * @property {import('./log_lines.js').Line} freezeLine the log's last freeze
 * @property {boolean} drawn whether a `drawn` line follows it
 * @property {boolean} voided whether a `voided` line follows it
 * @property {import('./manifest_file.js').Manifest|null} manifest null where its format is not known here
 * @property {string} manifestDigest
 * @property {string} rulesDigest
 * @property {import('./notes.js').Note} freezeNote
 * @property {import('./freeze.js').Freeze} freeze
 * @property {import('./lists.js').Excluded} excluded
 * @property {import('./beacon.js').Value|null} value
 */

/** Read a record. @param {import('./names.js').Record} files @returns {Promise<Files>} */
export async function readRecord(files) {
  checkNames([...files].map(([name, data]) => [name, data instanceof Finding ? 0 : data.length]));
  requireNames(files, ALWAYS);
  const lines = await readLog(readFile(files, LOG));
  const freezeLine = lines.findLast((line) => FREEZES.includes(line.kind));
  if (!freezeLine) throw wrong('the log has no freeze', { code: 'no_freeze', file: LOG });
  const later = new Set(lines.slice(freezeLine.seq).map((line) => line.kind));
  checkNamesOfLog(files, lines, later.has('drawn'));
  const fixed = readFile(files, MANIFEST);
  const freezeNote = readNote(readFile(files, FREEZE_NOTE), FREEZE_NOTE);
  return {
    lines,
    freezeLine,
    drawn: later.has('drawn'),
    voided: later.has('voided'),
    manifest: readManifest(fixed),
    manifestDigest: digestOf(fixed),
    rulesDigest: digestOfText(readFile(files, RULES), RULES),
    freezeNote,
    freeze: readFreeze(freezeNote.text),
    excluded: await readExcluded(readFile(files, EXCLUDED)),
    value: later.has('drawn') ? readValue(readFile(files, BEACON)) : null,
  };
}

function requireNames(files, names) {
  const missing = names.find((name) => !files.has(name));
  if (missing) throw wrong('the file is missing', { code: 'missing_file', file: missing });
}

/** What only some records hold: the draw's three files, and just the notices and keys of the log. */
function checkNamesOfLog(files, lines, drawn) {
  const noted = lines.filter((line) => 'notice' in line.values);
  const notices = [...new Set(noted.map((line) => `notices/${line.values.notice}.txt`))].sort();
  const notes = lines
    .filter((line) => line.kind === 'key')
    .map((line) => `keys/${line.seq}.note`)
    .sort();
  if (notes.length > KEYS_LIMIT) {
    throw unknown('the keys changed more often than in any record', { code: 'too_many_keys' });
  }
  const wanted = [...(drawn ? DRAWN : []), ...notices, ...notes];
  requireNames(files, wanted);
  const called = new Set([...ALWAYS, WITNESS, ...wanted]);
  const [extra] = [...files.keys()].filter((name) => !called.has(name)).sort();
  if (extra) throw wrong('the log does not call for this file', { code: 'extra_file', file: extra });
  for (const name of notices) {
    if (name !== `notices/${digestOf(readFile(files, name))}.txt`) {
      throw wrong('the notice has another digest than its name', { code: 'notice', file: name });
    }
  }
}

function digestOfText(data, file) {
  const text = textOf(data);
  if (text === null) throw malformed('the file is not UTF-8', { file });
  if (text.includes('\r') || !text.endsWith('\n')) {
    throw malformed('the file has carriage returns, or no line feed at its end', { file });
  }
  return digestOf(data);
}

/** Check the form of what later steps hold against what they recompute: the result and the checkpoints. */
export function checkDerived(files, drawn) {
  if (drawn) checkResultForm(readFile(files, RESULT));
  for (const name of [...files.keys()].sort()) {
    if (name === 'checkpoint.note' || name === WITNESS || KEY_NOTE.test(name)) {
      readCheckpoint(readNote(readFile(files, name), name).text, name);
    }
  }
}
