/** @import { DecideOptions, Explanation, Page, Table, Via } from './types.d.ts' */
import { explain } from './rewrite/explain.js';
import { neverOf } from './rewrite/exclusions.js';
import { pageOf } from './page.js';

// For the command line and the rule explorer: what the bundle does in its page, for any address.

/**
 * @param {string} address
 * @returns {boolean} whether a page can be there
 */
export const isAddress = (address) =>
  URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);

/**
 * @param {string} address
 * @returns {Page} the page that would be there
 */
export function pageAt(address) {
  const { protocol, host, hostname, port, origin, pathname } = new URL(address);
  const location = { protocol, host, hostname, port, origin, pathname };
  const window = { location, document: { baseURI: address } };
  return pageOf(/** @type {Window} */ (/** @type {unknown} */ (window)));
}

/**
 * @param {Table} table
 * @returns {DecideOptions} as in a page that has learnt nothing yet
 */
export const optionsOf = ({ never }) => ({
  isNever: never && neverOf(never),
  vscodePorts: {},
});

/**
 * @param {Table} table
 * @param {string} address
 * @param {string} url
 * @param {readonly Via[]} vias
 * @returns {Explanation[] | null} one a via; null where no page can be at the address
 */
export const explainAll = (table, address, url, vias) =>
  isAddress(address)
    ? vias.map((via) => explain(table, pageAt(address), optionsOf(table), url, via))
    : null;
