/** @import { Table, Trace, Warn } from './types.d.ts' */

const PREFIX = '[frontend-patch]';

/**
 * The one line on the console at its default level.
 * @param {Table} table
 * @param {boolean} isActive
 */
export function announce({ version, rules }, isActive) {
  console.info(`${PREFIX} ${version}, ${rules.length} rules${isActive ? '' : ', inert here'}`);
}

/** @type {Warn} */
export const warn = (message) => console.warn(`${PREFIX} ${message}`);

/**
 * Logs each rewritten URL where `localStorage['frontend-patch:debug']` is set. Origins only: a path
 * or a query may carry a token.
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
