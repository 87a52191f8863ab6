/** @import { Table, Trace, Warn } from './types.d.ts' */

const PREFIX = '[frontend-patch]';

/**
 * Writes the only line at the console's default level.
 * @param {Table} table
 * @param {boolean} isInert
 */
export function announce({ version, rules }, isInert) {
  console.info(`${PREFIX} ${version}, ${rules.length} rules${isInert ? ', inert here' : ''}`);
}

/**
 * @param {string} message
 * @returns {void}
 */
export const warn = (message) => console.warn(`${PREFIX} ${message}`);

/** @type {Warn} */
export const warnOfHost = (target, hostname) =>
  warn(`target ${target}: no valid URL with host ${hostname}`);

/**
 * Makes a function that logs each rewritten URL, if `localStorage['frontend-patch:debug']` is set. It
 * logs origins only: a path or a query may contain a token.
 * @returns {Trace}
 */
export function debugTrace() {
  /** @type {boolean | undefined} */
  let isOn;
  return ({ id }, via, from, to) => {
    // The first access takes milliseconds, as the browser reads the storage in another process.
    if ((isOn ??= isDebugging()))
      console.debug(PREFIX, id, via, originOf(from), '->', originOf(to));
  };
}

/** @returns {boolean} */
function isDebugging() {
  try {
    return !!localStorage['frontend-patch:debug'];
  } catch {
    // Reading localStorage throws where the browser blocks site data.
    return false;
  }
}

/** @type {(url: string) => string} */
const originOf = (url) => new URL(url, document.baseURI).origin;
