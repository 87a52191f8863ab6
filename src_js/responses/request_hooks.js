/** @import { RequestHook, FindHook, Page } from '../types.d.ts' */

/**
 * Makes the function that finds what is to be done about a request of the page's. Every request is
 * asked about, so that one test has to tell most of them apart before anything is parsed.
 * @param {Page} page
 * @param {readonly RequestHook[]} hooks
 * @returns {FindHook}
 */
export function createFindHook(page, hooks) {
  const isSome = RegExp(hooks.map(({ path }) => path).join('|') || '(?!)');
  return (url, readMethod) => {
    if (!isSome.test(url)) return undefined;
    const { origin, pathname } = new URL(url, page.base);
    if (origin !== page.origin) return undefined;
    const asked = `${readMethod()} ${pathname}`;
    for (const { method, path, before, change } of hooks) {
      // Method names come in either case (Fetch, 2.2.1, normalize); no two paths differ in theirs.
      const found = RegExp(`^${method} ${path}$`, 'i').exec(asked);
      if (found) return { before, change: change?.bind(undefined, found[1]) };
    }
    return undefined;
  };
}
