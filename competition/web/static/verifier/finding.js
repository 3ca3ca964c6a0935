// The three ways in which material of a draw can disappoint whoever reads it (§9).

/**
 * A finding about a record. `kind` is `malformed` (not written as the format says), `wrong` (well formed, but
 * not so) or `unknown` (cannot be told here: `could not check`); `code` is a stable word for programs, `file`
 * the name inside the record, `line` counts from 1.
 */
export class Finding extends Error {
  /**
   * @param {'malformed'|'wrong'|'unknown'} kind
   * @param {string} message a sentence for a person
   * @param {{code?: string, file?: string|null, line?: number|null}} where
   */
  constructor(kind, message, { code = 'malformed', file = null, line = null } = {}) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.file = file;
    this.line = line;
  }

  toString() {
    const line = this.line === null ? '' : ` line ${this.line}`;
    const where = `${this.file ?? ''}${line}`;
    return where ? `${where}: ${this.message}` : this.message;
  }
}

/** A step has nothing to check, and that is in order; the message says why. */
export class NothingToCheck extends Error {}

/** @param {string} message @param {{file?: string, line?: number}} [where] */
export const malformed = (message, where) => new Finding('malformed', message, where);

/** @param {string} message @param {{code: string, file?: string|null, line?: number}} where */
export const wrong = (message, where) => new Finding('wrong', message, where);

/** @param {string} message @param {{code: string, file?: string|null, line?: number|null}} where */
export const unknown = (message, where) => new Finding('unknown', message, where);

/**
 * Do `work`; a malformed part is told with the place that it stands at, and `before` in front of its message.
 * @template T
 * @param {{file?: string, line?: number}} where
 * @param {() => T} work
 * @param {string} [before]
 * @returns {T}
 */
export function at(where, work, before = '') {
  try {
    return work();
  } catch (found) {
    if (!(found instanceof Finding) || found.kind !== 'malformed') throw found;
    throw malformed(before + found.message, where);
  }
}
