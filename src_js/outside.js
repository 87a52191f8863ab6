/** @import { Explanation, Page, Table, Via } from './types.d.ts' */
import { explain } from './explain.js';
import { pageOf } from './page.js';

// For the command line and the rule explorer: what the bundle does in its page, for any address.

/**
 * @param {string} address
 * @returns {Page} the page that would be there
 */
export const pageAt = (address) =>
  pageOf(
    /** @type {Window & typeof globalThis} */ (
      /** @type {unknown} */ ({ location: new URL(address), document: { baseURI: address } })
    ),
  );

/**
 * @param {Table} table
 * @param {string} address
 * @param {string} url
 * @param {readonly Via[]} vias
 * @returns {Explanation[] | null} one a via; null where the address is none of a page
 */
export const explainAll = (table, address, url, vias) =>
  isAddress(address) ? vias.map((via) => explain(table, pageAt(address), url, via)) : null;

/**
 * @param {string} address
 * @returns {boolean}
 */
export const isAddress = (address) =>
  URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
