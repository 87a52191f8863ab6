/** @import { Page, Place, Table } from '../types.d.ts' */

/**
 * @param {string} names a pattern
 * @returns {RegExp} for a host that is wholly so named; a trailing dot names the same host
 */
const wholly = (names) => RegExp(`^(${names})\\.?$`);

/**
 * @param {{ protocol: string, port: string }} url
 * @returns {string} its port, written or not
 */
export const portOf = ({ protocol, port }) => port || (/tps|wss/.test(protocol) ? '443' : '80');

/**
 * Whether nothing is to be rewritten on this page: on loopback, localhost is what it says.
 * @param {Table} table
 * @param {Page} page
 * @returns {boolean}
 */
export const isInert = (table, page) =>
  !/^https?:/.test(page.origin) || wholly(table.inertOn).test(page.hostname);

/**
 * Makes the function that tells where a URL leads; undefined if its host is of no class.
 * @param {Table} table
 * @param {Page} page
 * @returns {(url: URL) => Place | undefined}
 */
export function createPlaceOf(table, page) {
  const runtime = wholly(
    // A host name has no other character that a pattern takes for something else.
    table.runtime.replace('{host}', page.host.replace(/[.[\]]/g, '\\$&')),
  );
  const classes = table.hosts
    .map((one) => ({ ...one, is: wholly(one.pattern) }))
    .filter(({ unlessPageIsOne, is }) => !unlessPageIsOne || !is.test(page.hostname));

  return (url) => {
    const { host, hostname, port } = url;
    const found = runtime.exec(host)?.groups;
    if (found) return /** @type {Place} */ ({ host: 'runtime', ...found });
    if (hostname !== page.hostname) {
      const one = classes.find(({ is }) => is.test(hostname));
      return one && { host: one.name, port };
    }
    return portOf(url) === portOf(page)
      ? { host: 'page', port: '' }
      : { host: 'page-other-port', port };
  };
}
