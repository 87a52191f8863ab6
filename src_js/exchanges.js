/** @import { Exchange, FindExchange, Page } from './types.d.ts' */

/**
 * Makes the function that finds what is to be done about a request of the page's. Every request is
 * asked about, so that one test has to tell most of them apart before anything is parsed.
 * @param {Page} page
 * @param {readonly Exchange[]} exchanges
 * @returns {FindExchange}
 */
export function createFindExchange(page, exchanges) {
  const some = RegExp(exchanges.map(({ path }) => path).join('|') || '(?!)');
  return (url) => {
    if (!some.test(url)) return undefined;
    const { origin, pathname } = new URL(url, page.base);
    const own = exchanges.filter(({ path }) => RegExp(`^(${path})$`).test(pathname));
    if (origin !== page.origin || !own.length) return undefined;
    return (method) => own.find((one) => one.method === method.toUpperCase());
  };
}
