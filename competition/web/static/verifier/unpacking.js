// Deflated bytes made whole again, and the sum of control over them.
import { joined } from './bytes.js';
import { breath } from './pace.js';

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
const CHUNK = 1 << 22;

/** @param {Uint8Array} data @returns {Promise<number>} CRC-32 as a zip has it */
export async function crc32(data) {
  let crc = 0xffffffff;
  for (let start = 0; start < data.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, data.length);
    for (let place = start; place < end; place += 1) {
      crc = CRC_TABLE[(crc ^ data[place]) & 0xff] ^ (crc >>> 8);
    }
    if (end < data.length) await breath();
  }
  return ~crc >>> 0;
}

/**
 * Inflate, but never more than about `size` bytes: a small zip may claim to hold anything.
 * @returns {Promise<Uint8Array|null>} null where the bytes are not deflated ones
 */
export async function inflate(packed, size) {
  const unpacking = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const [reader, chunks] = [unpacking.getReader(), []];
  let total = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      chunks.push(piece.value);
      total += piece.value.length;
      if (total >= size) break;
    }
  } catch {
    return null;
  }
  reader.cancel().catch(() => {});
  return joined(chunks);
}
