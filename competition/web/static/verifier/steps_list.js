// Steps 2 to 4 of an audit (§9): what was fixed, and the list that was frozen.
import { hexOf } from './bytes.js';
import { unknown, wrong } from './finding.js';
import { sameListed } from './freeze.js';
import { EXCLUDED } from './lists.js';
import { beaconLine, checkManifestArithmetic } from './manifest.js';
import { MANIFEST } from './manifest_file.js';
import { verifySingle } from './notes.js';
import { written } from './texts.js';
import { FOLDING } from './tickets.js';

/** @typedef {import('./audit_state.js').AuditState} AuditState */

/** (2) Manifest, rules_sha256, digest in force in the log, times and arithmetic. @param {AuditState} state */
export function checkManifest(state) {
  const [manifest, files] = [state.knownManifest(), state.files];
  checkManifestArithmetic(manifest);
  Object.assign(state.found, { competition: manifest.competition, title: manifest.title });
  if (manifest.rules_sha256 !== files.rulesDigest) {
    throw wrong('it is not the text that the manifest fixes', { code: 'rules', file: 'rules.txt' });
  }
  const refuse = (code, message) => wrong(message, { code, file: MANIFEST });
  const last = files.lines.findLast((line) => ['opened', 'amended'].includes(line.kind));
  if (last?.values.manifest !== files.manifestDigest) {
    throw refuse('manifest', 'the log has another manifest in force');
  }
  if (manifest.previous !== (last.values.previous ?? null)) {
    throw refuse('previous', '“previous” is not the manifest that the log had in force before');
  }
  if (manifest.folding !== FOLDING) {
    throw unknown('the folding rule is not known here', { code: 'folding', file: MANIFEST });
  }
  return `manifest ${files.manifestDigest}`;
}

/** (3) Freeze note: signature, counts, roots, file digest, one draw number. @param {AuditState} state */
export function checkFreeze(state) {
  const { freeze, freezeLine, freezeNote, excluded } = state.files;
  const manifest = state.knownManifest();
  verifySingle(freezeNote, state.keysAt(freezeLine.seq));
  const listed = { count: state.scan.count, root: hexOf(state.scan.root) };
  Object.assign(state.found, {
    entries: listed.count,
    entries_root: listed.root,
    excluded: freeze.excluded.count,
  });
  const need = (fits, message) => {
    if (!fits) throw wrong(`the freeze does not fit: ${message}`, { code: 'freeze', file: 'freeze.note' });
  };
  need(freeze.competition === manifest.competition, 'it is of another competition');
  need(freeze.manifest === state.files.manifestDigest, 'it names another manifest');
  need(freeze.draw === state.found.draw, 'the log gives its last freeze another draw number');
  need(freeze.digest === freezeLine.values.statement, 'it is not the statement that the log names');
  need(freeze.beacon === beaconLine(manifest.beacon, freeze.round), 'it names another beacon');
  need(sameListed(freeze.entries, listed), 'entries.txt has another number of lines or another root');
  need(freeze.entriesFile === state.scan.digest, 'entries.txt has another digest');
  const fits = sameListed(freeze.excluded, excluded.listed);
  need(fits, 'excluded.txt has another number of lines or root');
  return `${written(freeze.entries.count)} entered, ${written(freeze.excluded.count)} left out`;
}

/** (4) Nothing both entered and excluded; reasons lawful. @param {AuditState} state */
export function checkLists(state) {
  const lawful = state.knownManifest().exclusion_reasons;
  let line = 0;
  for (const [ticket, reason] of state.files.excluded.reasons) {
    line += 1;
    const where = { code: 'excluded', file: EXCLUDED, line };
    if (state.lineOf(ticket) >= 0) throw wrong('the ticket is entered as well', where);
    if (!lawful.includes(reason)) throw wrong(`${reason} is no exclusion reason of the manifest`, where);
  }
  return '';
}
