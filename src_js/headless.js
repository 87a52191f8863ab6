/** @import { ExplanationInWords, Page, Rewriter, RewriteOptions, Table, Via } from './types.d.ts' */
import { createRewriter } from './rewrite/index.js';
import { excluding } from './rewrite/exclusions.js';
import { pageOf } from './page.js';
import { parse } from './rewrite/decide.js';
import { WORDS } from './rewrite/words.js';

// The entry for the command line, the rule explorer and tests: rewrites and explains URLs for any page.

/**
 * @param {string} address
 * @returns {boolean} whether a page can have this address
 */
export const isAddress = (address) =>
  URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);

/**
 * @param {string} address
 * @returns {Page} the page with this address
 */
export function pageAt(address) {
  const { protocol, host, hostname, port, origin, pathname } = new URL(address);
  const location = { protocol, host, hostname, port, origin, pathname };
  const window = { location, document: { baseURI: address } };
  return pageOf(/** @type {Window} */ (/** @type {unknown} */ (window)), () => address);
}

/**
 * @param {Table} table
 * @param {string} address
 * @param {Partial<RewriteOptions>} [options]
 * @returns {Rewriter} the rewriter of a page with this address, which has learnt no VS Code port yet
 */
export const rewriterAt = (table, address, options) =>
  createRewriter(table, pageAt(address), {
    isExcluded: table.never && excluding(table.never),
    vscodePorts: {},
    ...options,
  });

/**
 * @param {Table} table
 * @param {string} address
 * @param {string} url
 * @param {readonly Via[]} vias
 * @returns {ExplanationInWords[] | null} one for each via; null if no page can have this address
 */
export function explainAll(table, address, url, vias) {
  if (!isAddress(address)) return null;
  const { explain } = rewriterAt(table, address);
  return vias.map((via) => {
    const explanation = explain(url, via);
    const reason = hasInvalidPort(url) ? 'invalid-port' : explanation.reason;
    return { ...explanation, reason, because: WORDS[reason] };
  });
}

/**
 * @param {string} url
 * @returns {boolean} whether it would be a URL with another port; the URL parser does not tell
 */
const hasInvalidPort = (url) =>
  !parse(url) && !!parse(url.replace(/^([^/]*\/\/[^/?#]*):\d+/, '$1'));
