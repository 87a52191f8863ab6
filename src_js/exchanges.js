/** @import { Exchange, FindExchange, Page } from './types.d.ts' */

/**
 * Makes the function that finds what is to be done about a request of the page's. Every request is
 * asked about, so that one test has to tell most of them apart before anything is parsed.
 * @param {Page} page
 * @param {string} some source of a regular expression that finds something in each URL of an exchange
 * @param {readonly Exchange[]} exchanges
 * @returns {FindExchange}
 */
export function createFindExchange(page, some, exchanges) {
  const isSome = RegExp(some);
  return (url, init, input) => {
    if (!isSome.test(url)) return undefined;
    const { origin, pathname } = new URL(url, page.base);
    const asked = `${`${init?.method ?? input?.method ?? 'GET'}`.toUpperCase()} ${pathname}`;
    for (const { call, before, change } of exchanges) {
      const found = RegExp(`^${call}$`).exec(asked);
      if (found && origin === page.origin)
        return { before, change: change?.bind(undefined, found[1]) };
    }
    return undefined;
  };
}
