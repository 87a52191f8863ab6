/** @import { HostClass, Page, Table } from './types.d.ts' */

/**
 * @param {string} names a pattern
 * @returns {RegExp} for a host that is wholly so named; a trailing dot names the same host
 */
const wholly = (names) => new RegExp(`^(?:${names})\\.?$`);

/**
 * @param {{ protocol: string, port: string }} url
 * @returns {string} its port, written or not
 */
export const portOf = ({ protocol, port }) =>
  port || (/^(https|wss):/.test(protocol) ? '443' : '80');

/**
 * Whether nothing is to be rewritten on this page: on loopback, localhost is what it says.
 * @param {Table} table
 * @param {Page} page
 * @returns {boolean}
 */
export const isInert = (table, page) =>
  !/^https?:/.test(page.origin) ||
  table.inertOn.some((name) => wholly(table.hosts[name].pattern).test(page.hostname));

/**
 * @param {Table} table
 * @param {Page} page
 * @returns {Record<string, HostClass>} by name
 */
export function hostClasses(table, page) {
  const runtime = wholly(
    // A host name has no other character that a pattern takes for something else.
    table.runtime.replace('{page.host}', page.host.replace(/[.[\]]/g, '\\$&')),
  );
  /** @type {Record<string, HostClass>} */
  const classes = {
    page: ofPageName(true),
    'page-other-port': ofPageName(false),
    runtime: ({ host }) => {
      const found = runtime.exec(host)?.groups;
      return found && { port: found.port, conversation: found.conversation };
    },
  };
  for (const [name, { pattern, unlessPageIsOne }] of Object.entries(table.hosts)) {
    const names = wholly(pattern);
    if (unlessPageIsOne && names.test(page.hostname)) classes[name] = () => undefined;
    else classes[name] = (url) => (names.test(url.hostname) ? { port: url.port } : undefined);
  }
  return classes;

  /**
   * @param {boolean} isOwnPort
   * @returns {HostClass}
   */
  function ofPageName(isOwnPort) {
    return (url) =>
      url.hostname === page.hostname && (portOf(url) === portOf(page)) === isOwnPort
        ? { port: isOwnPort ? '' : url.port }
        : undefined;
  }
}
