/** @import { Page, Place, PortRange, Table } from '../types.d.ts' */

/**
 * @param {string} pattern
 * @returns {RegExp} matches the whole host name; a trailing dot names the same host
 */
const wholeName = (pattern) => RegExp(`^(${pattern})\\.?$`);

/**
 * @param {{ protocol: string, port: string }} url
 * @returns {string} its port: the written port, or the default port of the scheme
 */
export const portOf = ({ protocol, port }) => port || (/tps|wss/.test(protocol) ? '443' : '80');

/**
 * @param {string} port
 * @param {readonly PortRange[]} ranges
 * @returns {boolean}
 */
export const isPortIn = (port, ranges) =>
  ranges.some(([first, last]) => +port >= first && +port <= last);

/**
 * Whether nothing is rewritten on a page: on loopback, `localhost` is the user's own machine.
 * @param {Table} table
 * @param {Pick<Page, 'origin' | 'hostname'>} page
 * @returns {boolean}
 */
export const isInertOn = (table, page) =>
  !page.origin.startsWith('http') || wholeName(table.inertOn).test(page.hostname);

/**
 * Makes the function that finds the host class of a URL, its port and its conversation.
 * @param {Table} table
 * @param {Page} page
 * @returns {(url: URL) => Place | undefined} undefined for a host in no class
 */
export function createPlaceOf(table, page) {
  const runtime = wholeName(
    // A host name contains no other character that is special in a pattern.
    table.runtime.replace('{host}', page.host.replace(/[.[\]]/g, '\\$&')),
  );
  const classes = table.hosts
    .map((hostClass) => ({ ...hostClass, names: wholeName(hostClass.pattern) }))
    .filter(({ unlessPageIsOne, names }) => !unlessPageIsOne || !names.test(page.hostname));

  return (url) => {
    const { host, hostname, port } = url;
    const found = runtime.exec(host)?.groups;
    if (found) return /** @type {Place} */ ({ host: 'runtime', ...found });
    if (hostname !== page.hostname) {
      const hostClass = classes.find(({ names }) => names.test(hostname));
      return hostClass && { host: hostClass.name, port };
    }
    if (portOf(url) === portOf(page)) return { host: 'page', port: '' };
    // No rule can name `page-unlisted-port`, so its URLs are never rewritten.
    return {
      host: isPortIn(portOf(url), table.ports) ? 'page-other-port' : 'page-unlisted-port',
      port,
    };
  };
}
