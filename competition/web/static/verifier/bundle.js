// The bundle: a record as a zip, stored or deflated, and what §9 refuses of one.
import { sameBytes } from './bytes.js';
import { wrong } from './finding.js';
import { checkNames, isTooLarge, tooLarge } from './names.js';
import { breath } from './pace.js';
import { crc32, inflate } from './unpacking.js';
import { readDirectory } from './zip_directory.js';

const ENCRYPTED = 0x1;
/** Patched data and strong encryption: ways of packing that nobody reads here. */
const EXOTIC = 0x60;
const [STORED, DEFLATED] = [0, 8];
const LOCAL_HEADER = 30;
const LOCAL_MARK = Uint8Array.of(0x50, 0x4b, 3, 4);

/**
 * Read a bundle. Refuses what is no zip (`could not check`) and what §9 forbids of one (`failed`). A member that
 * is damaged, or larger than any honest one, stands in the record as its finding, which the audit step that
 * needs the member then tells.
 * @param {Uint8Array} bytes
 * @returns {Promise<import('./names.js').Record>}
 */
export async function readBundle(bytes) {
  const members = readDirectory(bytes);
  members.forEach(checkMember);
  checkNames(members.map(({ name, size }) => [name, size]));
  const files = new Map();
  for (const member of members) {
    files.set(member.name, await contentOf(bytes, member));
    await breath();
  }
  return files;
}

function checkMember({ name, flags, method }) {
  if (flags & ENCRYPTED) throw wrong('the zip is encrypted', { code: 'zip_encrypted', file: name });
  if (method !== STORED && method !== DEFLATED) {
    throw wrong('the member is neither stored nor deflated', { code: 'zip_method', file: name });
  }
}

/** @returns {Promise<Uint8Array|import('./finding.js').Finding>} */
async function contentOf(bytes, member) {
  if (isTooLarge(member.name, member.size)) return tooLarge(member.name);
  const packed = packedOf(bytes, member);
  const data = packed && (member.method === STORED ? packed : await inflate(packed, member.size));
  const content = data?.subarray(0, member.size);
  if (content && (await crc32(content)) === member.crc) return content;
  const message = 'the zip is damaged here (a wrong CRC or length)';
  return wrong(message, { code: 'zip_damaged', file: member.name });
}

/** The bytes of a member as they are packed; null where its own header is not what the directory says. */
function packedOf(bytes, { flags, rawName, offset, packedSize }) {
  if (flags & EXOTIC || offset < 0) return null;
  const header = bytes.subarray(offset, offset + LOCAL_HEADER);
  if (header.length < LOCAL_HEADER || !sameBytes(header.subarray(0, 4), LOCAL_MARK)) return null;
  const [nameLength, extraLength] = [26, 28].map((place) => header[place] + 256 * header[place + 1]);
  const name = bytes.subarray(offset + LOCAL_HEADER, offset + LOCAL_HEADER + nameLength);
  const start = offset + LOCAL_HEADER + nameLength + extraLength;
  const packed = bytes.subarray(start, start + packedSize);
  return sameBytes(name, rawName) && packed.length === packedSize ? packed : null;
}
