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
 * Returns a function that logs each rewritten URL, if `localStorage['frontend-patch:debug']` is set.
 * It logs origins only: a path or a query may contain a token.
 * @returns {Trace | undefined}
 */
export function debugTrace() {
  try {
    if (localStorage['frontend-patch:debug']) return logOrigins;
  } catch {
    // Reading localStorage throws where the browser blocks site data.
  }
  return undefined;
}

/** @type {Trace} */
const logOrigins = ({ id }, via, from, to) =>
  console.debug(PREFIX, id, via, from.origin, '->', new URL(to).origin);
