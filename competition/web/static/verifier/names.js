// Which files a record holds, and how large they may be (§9).
import { Finding, unknown, wrong } from './finding.js';

export const ALWAYS = [
  'manifest.json',
  'rules.txt',
  'entries.txt',
  'excluded.txt',
  'freeze.note',
  'log.txt',
  'checkpoint.note',
];
export const DRAWN = ['beacon.json', 'seed.txt', 'result.txt'];
export const WITNESS = 'witness.txt';
const NOTICE = /^notices\/[0-9a-f]{64}\.txt$/;
export const KEY_NOTE = /^keys\/(0|[1-9][0-9]{0,15})\.note$/;

const MEBIBYTE = 2 ** 20;
const MEMBER_LIMIT = 512 * MEBIBYTE;
const TOTAL_LIMIT = 2048 * MEBIBYTE;
/** More files than any honest record has. */
const NAMES_LIMIT = 4096;
const LONG_FILES = ['excluded.txt', 'log.txt', 'result.txt', 'rules.txt'];

/**
 * A record in memory: a member of a zip that is damaged stands as its finding.
 * @typedef {Map<string, Uint8Array|Finding>} Record
 */

/**
 * Whether a file is larger than any honest one that is read whole. The list and notices may have 512 MiB, and
 * a seed file of another length than the right one is wrong, however long.
 */
export function isTooLarge(name, size) {
  if (name === 'entries.txt' || name === 'seed.txt' || NOTICE.test(name)) return false;
  return size > (LONG_FILES.includes(name) ? 64 * MEBIBYTE : MEBIBYTE);
}

export const tooLarge = (name) =>
  unknown('the file is larger than this auditor reads', { code: 'too_large', file: name });

/** Read one file whole. @param {Record} files @param {string} name @returns {Uint8Array} */
export function readFile(files, name) {
  const data = files.get(name);
  if (data instanceof Finding) throw data;
  if (isTooLarge(name, data.length)) throw tooLarge(name);
  return data;
}

/**
 * Check names and sizes before anything is read.
 * @param {Iterable<[string, number]>} members name and size in bytes of each
 */
export function checkNames(members) {
  const seen = new Set();
  let total = 0;
  for (const [name, size] of members) {
    checkName(name, size, seen);
    seen.add(name);
    total += size;
  }
  if (total > TOTAL_LIMIT) throw wrong('the record is larger than 2 GiB', { code: 'size' });
}

function checkName(name, size, seen) {
  if (seen.size >= NAMES_LIMIT) {
    throw unknown('there are more files than any record has', { code: 'too_many_files' });
  }
  const shown = `'${name.slice(0, 80)}'`;
  if (seen.has(name)) throw wrong(`the name ${shown} is there twice`, { code: 'name_twice' });
  const known = [...ALWAYS, ...DRAWN, WITNESS].includes(name) || NOTICE.test(name) || KEY_NOTE.test(name);
  if (!known) throw wrong(`a record holds no file named ${shown}`, { code: 'name' });
  if (size > MEMBER_LIMIT) throw wrong('the file is larger than 512 MiB', { code: 'size', file: name });
}
