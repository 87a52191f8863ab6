/** @import { RequestHook, FindHook, Page } from '../types.d.ts' */

/**
 * Makes the function that finds the hook of a request. It runs for every request of the page, so one
 * test excludes most of them before anything is parsed.
 * @param {Page} page
 * @param {readonly RequestHook[]} hooks
 * @returns {FindHook}
 */
export function createFindHook(page, hooks) {
  const anyPath = RegExp(hooks.map(({ path }) => path).join('|') || '(?!)');
  return (url, readMethod) => {
    if (!anyPath.test(url)) return undefined;
    const { origin, pathname } = new URL(url, page.base);
    if (origin !== page.origin) return undefined;
    const asked = `${readMethod()} ${pathname}`;
    for (const { method, path, before, change } of hooks) {
      // A method may have any case (Fetch, 2.2.1, normalize). No two paths differ by case only.
      const found = RegExp(`^${method} ${path}$`, 'i').exec(asked);
      if (found) return { before, change: change?.bind(undefined, found[1]) };
    }
    return undefined;
  };
}
