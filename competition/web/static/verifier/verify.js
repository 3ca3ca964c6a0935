// Auditing a record (§9) in a browser: the numbered steps, in the order of the specification.
import { AuditState } from './audit_state.js';
import { Finding, NothingToCheck } from './finding.js';
import { breath } from './pace.js';
import { checkReceipt } from './receipt.js';
import { checkFreeze, checkLists, checkManifest } from './steps_list.js';
import { checkCheckpoints, checkLog, gradeEvidence } from './steps_log.js';
import { checkBeacon, checkResult, checkSeed } from './steps_result.js';

const EXIT_CODES = { verified: 0, failed: 1, 'could not check': 2 };

/**
 * @typedef {object} Step
 * @property {number|null} step of §9, null for the receipt
 * @property {string} section that the record is held against
 * @property {string} title
 * @property {'passed'|'failed'|'could not check'|'nothing to check'|'not reached'} state
 * @property {string} note
 * @property {string|null} code
 * @property {string|null} file
 * @property {number|null} line
 *
 * @typedef {object} Report as `competition-audit verify --json` prints it
 * @property {'verified'|'failed'|'could not check'} verdict
 * @property {number} exit_code
 * @property {'rehearsal'|'self-consistent'|'held'|'witnessed'|null} level
 * @property {'frozen'|'drawn'|'completed'|'voided'|null} outcome
 * @property {string|null} competition
 * @property {string|null} title
 * @property {number|null} draw
 * @property {string|null} seed
 * @property {string|null} manifest_sha256
 * @property {number|null} entries
 * @property {string|null} entries_root
 * @property {number|null} excluded
 * @property {number|null} log_size
 * @property {string|null} log_root
 * @property {{as: string, number: number|null, ticket: string|null, score: string|null}[]} walk
 * @property {Record<string, string>} winners_at_the_draw ticket by unit
 * @property {Record<string, string>} holders_now ticket by unit
 * @property {string[]} remarks
 * @property {Step[]} steps
 */

/** @type {[number|null, string, string, (state: AuditState) => string|Promise<string>][]} */
const STEPS = [
  // (1) files present and canonical
  [1, '§2', 'all files are here, in their one canonical form', checkFiles],
  // (2) manifest, rules_sha256, digest in force in the log, times and arithmetic
  [2, '§3', 'manifest, rules and dates fit each other and the log', checkManifest],
  // (3) freeze note: signature, counts, roots, file digest, one draw number
  [3, '§5', 'the freeze note is signed and fits the list', checkFreeze],
  // (4) nothing both entered and excluded; reasons lawful
  [4, '§5', 'no ticket is both entered and left out; every reason is lawful', checkLists],
  // (5) beacon value verified for the pinned chain and round
  [5, '§7', 'the random value is the promised one', checkBeacon],
  // (6) seed
  [6, '§7', 'list and value give the seed', checkSeed],
  // (7) ranking and result.txt
  [7, '§7', 'scores and winners come out the same', checkResult],
  // (8) log replay (§8) and its end state
  [8, '§8', 'the public log kept its own rules', checkLog],
  // (9) checkpoint signature and root
  [9, '§8', 'the log is signed to its last line', checkCheckpoints],
  // (10) evidence level (§6)
  [10, '§6', 'how strong the evidence is', gradeEvidence],
  // (11) audit sample (§10), where opened
  [11, '§10', 'audit sample of entrants', checkSample],
];
const OWN_RECEIPT = [null, '§4', 'your receipt', (state) => checkReceipt(state.receipt, state)];

/**
 * Audit a record, and with it the user's own freeze note and receipt. Does not reject for what stands in the
 * files: the report says what was found.
 * @param {import('./names.js').Record} files
 * @param {{held?: Uint8Array|null, receipt?: import('./tickets.js').Claim|null,
 *   progress?: (done: number, total: number, words: string) => void}} [given]
 * @returns {Promise<Report>}
 */
export async function audit(files, { held = null, receipt = null, progress = () => {} } = {}) {
  const state = new AuditState(files, { held, receipt, progress });
  const steps = [];
  for (const [step, section, title, check] of receipt ? [...STEPS, OWN_RECEIPT] : STEPS) {
    const made = isOver(state, steps, step) ? outcome('not reached') : await make(check, state);
    steps.push({ step, section, title, ...made });
    await breath();
  }
  return report(state, steps);
}

/** A receipt is checked whatever else is wrong, if the lists can be read: its holder may need both. */
function isOver(state, steps, step) {
  const readable = step === null && state.scan !== null;
  const failed = steps.some((made) => made.state === 'failed');
  return (failed && !readable) || (steps.length > 0 && state.files === null);
}

const outcome = (state, note = '') => ({ state, note, code: null, file: null, line: null });

async function make(check, state) {
  try {
    return outcome('passed', await check(state));
  } catch (found) {
    if (found instanceof NothingToCheck) return outcome('nothing to check', found.message);
    if (!(found instanceof Finding)) throw found;
    const { code, file, line } = found;
    return {
      state: found.kind === 'unknown' ? 'could not check' : 'failed',
      note: String(found),
      code,
      file,
      line,
    };
  }
}

async function checkFiles(state) {
  await state.readFiles();
  return `${state.record.size} files`;
}

function checkSample() {
  throw new NothingToCheck('it is opened to one independent person only');
}

/** `failed` wins over `could not check`. */
function verdictOf(steps) {
  const states = steps.map((step) => step.state);
  return ['failed', 'could not check'].find((state) => states.includes(state)) ?? 'verified';
}

function report({ found, walk, winners, holders, remarks }, steps) {
  const verdict = verdictOf(steps);
  return {
    verdict,
    exit_code: EXIT_CODES[verdict],
    level: found.level ?? null,
    outcome: found.outcome ?? null,
    competition: found.competition ?? null,
    title: found.title ?? null,
    draw: found.draw ?? null,
    seed: found.seed ?? null,
    manifest_sha256: found.manifest_sha256 ?? null,
    entries: found.entries ?? null,
    entries_root: found.entries_root ?? null,
    excluded: found.excluded ?? null,
    log_size: found.log_size ?? null,
    log_root: found.log_root ?? null,
    walk: walk.map(({ kind, number, ticket, score }) => ({ as: kind, number, ticket, score })),
    winners_at_the_draw: Object.fromEntries(winners),
    holders_now: Object.fromEntries(holders),
    remarks,
    steps,
  };
}
