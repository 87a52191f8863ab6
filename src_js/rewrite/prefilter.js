/** @import { Page, Table } from '../types.d.ts' */

// Origins that are remembered; a chat that names more has the others parsed.
const LIMIT = 8;

const SLASH = 47;

/**
 * Knows, without parsing, most URLs that no rule can take: paths of the page's own that begin with
 * another word than any rule's path, and what is of an origin that was found to be of no host class.
 * Every request of the page is asked about, so that it has to cost next to nothing; a regular
 * expression takes several times as long.
 * @param {Table} table
 * @param {Page} page
 * @returns {{ has: (url: string) => boolean, add: (origin: string) => void }}
 */
export function createUntaken({ ownPaths }, { origin }) {
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
      // A slash and a lower-case letter: not what the URL parser would read as a host, or skip.
      if (url.charCodeAt(start) === SLASH && letter > 96 && letter < 123)
        return !ownPaths.some((path) => url.startsWith(path, start));
      return others.some((other) => url.startsWith(other));
    },
    add(other) {
      // With the slash, without which the host name might go on.
      if (others.length < LIMIT) others.push(`${other}/`);
    },
  };
}
