// Fetching the published files of a draw, one by one, as anybody may.

const FIRST = ['manifest.json', 'rules.txt', 'freeze.note', 'excluded.txt', 'entries.txt'];
const DRAWN = ['beacon.json', 'seed.txt', 'result.txt'];
/** How often to begin again where the log grew between its first file and its last. */
const TRIES = 3;

/** The site did not hand out what was asked for: nothing is said of the record. */
export class Unreachable extends Error {}

/**
 * The record as it stands at one instant.
 * @param {string} base the address that the names of the files are put behind
 * @param {(done: number, total: number, words: string) => void} tell
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function fetchRecord(base, tell) {
  for (let left = TRIES; ; left -= 1) {
    const files = await fetchOnce(base, tell);
    if (isOfOneInstant(files) || left === 1) return files;
  }
}

async function fetchOnce(base, tell) {
  const log = await fetchFile(`${base}log.txt`);
  const names = [...FIRST, ...namedBy(log), 'witness.txt', 'checkpoint.note'];
  const files = new Map([['log.txt', log]]);
  for (const [place, name] of names.entries()) {
    tell(place, names.length, `fetching ${name}`);
    const data = await fetchFile(base + name);
    // What is not published is missing in the record, and the check says whether it may be.
    if (data) files.set(name, data);
  }
  if (!log) files.delete('log.txt');
  return files;
}

/** The files that a log names (§9): notices and keys by their place, and the result where it was drawn. */
function namedBy(log) {
  const lines = new TextDecoder().decode(log ?? new Uint8Array()).split('\n');
  const events = lines.map((line) => line.split(' '));
  const frozen = events.findLastIndex(([, , kind]) => kind === 'frozen' || kind === 'refrozen');
  const names = events.flatMap((words) => [...noticesOf(words), ...keysOf(words)]);
  const isDrawn = events.slice(Math.max(frozen, 0)).some(([, , kind]) => kind === 'drawn');
  return [...new Set(names), ...(isDrawn ? DRAWN : [])];
}

const noticesOf = (words) =>
  words.filter((word) => /^notice=[0-9a-f]{64}$/.test(word)).map((word) => `notices/${word.slice(7)}.txt`);

const keysOf = ([seq, , kind]) => (kind === 'key' && /^[0-9]{1,16}$/.test(seq) ? [`keys/${seq}.note`] : []);

/** Whether the checkpoint, fetched last, is of the log, fetched first: then nothing moved in between. */
function isOfOneInstant(files) {
  const text = (name) => new TextDecoder().decode(files.get(name) ?? new Uint8Array());
  return text('checkpoint.note').split('\n')[1] === String(text('log.txt').split('\n').length - 1);
}

/** The bytes of a file; null where the site has none of that name. */
async function fetchFile(address) {
  let answer;
  try {
    answer = await fetch(address, { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new Unreachable(`${fileOf(address)} did not arrive. Is there a network?`);
  }
  if (answer.status === 404) return null;
  throw new Unreachable(`${fileOf(address)} did not arrive: the site answered ${answer.status}.`);
}

const fileOf = (address) => address.slice(address.indexOf('/record/') + '/record/'.length);
