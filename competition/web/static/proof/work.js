// One order from the page: get the record, check it, and say where a ticket stands in it.
import { readBundle } from '../verifier/bundle.js';
import { Finding } from '../verifier/finding.js';
import { openReceipt, standingOf } from '../verifier/ticket.js';
import { audit } from '../verifier/verify.js';
import { fetchRecord, Unreachable } from './record.js';
import { ended, sentence } from './words.js';

/**
 * @typedef {object} Order
 * @property {string|null} base address of the record, or
 * @property {Blob|null} bundle from the disk
 * @property {Uint8Array|null} held the reader's own copy of the freeze note
 * @property {{note: Uint8Array, salt: string, email: string}|null} receipt
 *
 * @typedef {object} Answer
 * @property {import('../verifier/verify.js').Report} [report]
 * @property {{title: string, quantity: number}[]} [prizes] in the manifest's order
 * @property {import('../verifier/ticket.js').Standing|null} [ticket] of a receipt that passed
 * @property {string} [problem] why there is no report, a sentence
 * @property {boolean} [failed] whether that is the record's fault
 */

/**
 * @param {Order} order
 * @param {(done: number, total: number, words: string) => void} tell
 * @returns {Promise<Answer>}
 */
export async function work(order, tell) {
  try {
    const files = order.base === null ? await opened(order.bundle) : await fetchRecord(order.base, tell);
    const report = await audit(files, { held: order.held, receipt: order.receipt, progress: tell });
    return { report, prizes: prizesOf(files), ticket: await ticketOf(files, report, order.receipt, tell) };
  } catch (fault) {
    if (fault instanceof Unreachable) return { problem: fault.message };
    if (fault instanceof Finding) return { problem: ended(sentence(String(fault))), failed: fault.kind !== 'unknown' };
    return { problem: `This program failed (${fault.name}: ${fault.message}). Please report it.` };
  }
}

const opened = async (bundle) => readBundle(new Uint8Array(await bundle.arrayBuffer()));

/** Where the ticket of a receipt that passed stands, in a record that did not fail. */
async function ticketOf(files, report, receipt, tell) {
  const own = report.steps.find((step) => step.step === null);
  if (own?.state !== 'passed' || report.verdict === 'failed') return null;
  return standingOf(files, report, openReceipt(receipt).ticket, { progress: tell });
}

function prizesOf(files) {
  try {
    const { prizes } = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
    return prizes.map(({ title, quantity }) => ({ title: String(title), quantity: Number(quantity) }));
  } catch {
    return [];
  }
}
