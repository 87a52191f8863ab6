/** @import { Table, Trace, Warn } from './types.d.ts' */
import { lazy } from './lazy.js';

const PREFIX = '[frontend-patch]';

/**
 * Writes the only line at the console's default level. This takes milliseconds.
 * @param {Table} table
 * @param {boolean} isInert
 */
export function announce({ version, rules }, isInert) {
  console.info(`${PREFIX} ${version}, ${rules.length} rules${isInert ? ', inert here' : ''}`);
  // Before a rewritten URL needs the answer.
  isDebugging();
}

/**
 * @param {string} message
 * @returns {void}
 */
export const warn = (message) => console.warn(`${PREFIX} ${message}`);

/** @type {Warn} */
export const warnOfHost = (target, hostname) =>
  warn(`target ${target}: no valid URL with host ${hostname}`);

// The first access takes milliseconds, as the browser reads the storage in another process.
const isDebugging = lazy(() => {
  try {
    return !!localStorage['frontend-patch:debug'];
  } catch {
    // Reading localStorage throws where the browser blocks site data.
    return false;
  }
});

/**
 * Logs a rewritten URL, if `localStorage['frontend-patch:debug']` is set. It logs origins only: a path
 * or a query may contain a token.
 * @type {Trace}
 */
export function logRewritten({ id }, via, from, to) {
  if (isDebugging()) console.debug(PREFIX, id, via, originOf(from), '->', originOf(to));
}

/** @type {(url: string) => string} */
const originOf = (url) => new URL(url, document.baseURI).origin;
