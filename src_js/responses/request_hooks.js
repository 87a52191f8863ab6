/** @import { Exchange, FindExchange, Page } from '../types.d.ts' */

/**
 * Makes the function that finds what is to be done about a request of the page's. Every request is
 * asked about, so that one test has to tell most of them apart before anything is parsed.
 * @param {Page} page
 * @param {readonly Exchange[]} exchanges
 * @returns {FindExchange}
 */
export function createFindExchange(page, exchanges) {
  const isSome = RegExp(exchanges.map(({ path }) => path).join('|') || '(?!)');
  return (url, init, input) => {
    if (!isSome.test(url)) return undefined;
    const { origin, pathname } = new URL(url, page.base);
    const asked = `${init?.method ?? input?.method ?? 'GET'} ${pathname}`;
    for (const { method, path, before, change } of exchanges) {
      // Method names come in either case (Fetch, 2.2.1, normalize); no two paths differ in theirs.
      const found = RegExp(`^${method} ${path}$`, 'i').exec(asked);
      if (found && origin === page.origin)
        return { before, change: change?.bind(undefined, found[1]) };
    }
    return undefined;
  };
}
