/** @import { Page, Table } from '../types.d.ts' */

// Origins to remember. URLs of further origins are parsed each time.
const LIMIT = 8;

const SLASH = 47;

/**
 * Recognizes, without parsing, most URLs that no rule matches: paths of the page's origin that begin
 * with another word than any rule's path, and URLs of origins that were found to be in no host class.
 * Every request of the page is tested, so the test has to cost next to nothing; a regular expression
 * takes several times as long.
 * @param {Table} table
 * @param {Page} page
 * @returns {{ has: (url: string) => boolean, add: (url?: URL) => void }}
 */
export function createPrefilter({ ownPaths }, { origin }) {
  const socketOrigin = origin.replace('http', 'ws');
  /** @type {string[]} */
  const others = [];
  return {
    has(url) {
      let start = 0;
      if (url.charCodeAt(0) !== SLASH) {
        if (url.startsWith(origin)) start = origin.length;
        else if (url.startsWith(socketOrigin)) start = socketOrigin.length;
      }
      const letter = url.charCodeAt(start + 1);
      // A slash and a lower-case letter: the URL parser reads no host there, and skips nothing.
      if (url.charCodeAt(start) === SLASH && letter > 96 && letter < 123)
        return !ownPaths.some((path) => url.startsWith(path, start));
      return others.some((other) => url.startsWith(other));
    },
    add(url) {
      // With the slash: without it, the host name could go on.
      if (others.length < LIMIT) others.push(`${url?.origin}/`);
    },
  };
}
