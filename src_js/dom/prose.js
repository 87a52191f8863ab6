/** @import { Rewrite } from '../types.d.ts' */

// No valid URL contains a space, a quote, a backtick or an angle bracket (URL Standard, 4.3).
const URL_IN_PROSE = /(?<![a-z\d])(http|ws)s?:\/\/[^\s<>"`]+/gi;

// Rules compare the beginning of the path.
const MAX_URL = 500;

// A host name contains ASCII letters, digits, dots and hyphens, and other scripts except their dots (Unicode
// TS 46, 2.3). A dot at its end belongs to the sentence. A pattern with \p{L} takes a millisecond to compile.
const AUTHORITY = /^\w+:\/\/(\[[^\]]*\]|[^\0-,/:-@[-`{-\x7f\u3002\uff0e\uff61]+(?<!\.))(:\d+)?/;

// A URL without a path ends before the punctuation of the sentence, as GitHub's autolinks do (GitHub
// Flavored Markdown, 6.9, extended autolink path validation).
const AFTER_URL = /^(&\w+;|[!.,:;*_~'|)\]}]*$)/;

/**
 * A range of the prose, and the text to show in its place.
 * @typedef {{ start: number, end: number, to: string }} Change
 */

/**
 * Finds the URLs in prose that are shown as other URLs. If a URL has a path, only what is before the
 * path changes, so the rest may be hostile, very long, or still to come.
 * @param {string} prose
 * @param {Rewrite} rewrite
 * @returns {Change[]} in order
 */
export function changesIn(prose, rewrite) {
  const changes = [];
  for (const { 0: found, index: start } of prose.matchAll(URL_IN_PROSE)) {
    const url = found.slice(0, MAX_URL);
    const head = AUTHORITY.exec(url)?.[0] ?? '';
    const rest = url.slice(head.length);
    const hasPath = /^[/?#\\]/.test(rest);
    if (!hasPath && !AFTER_URL.test(rest)) continue;
    const asked = hasPath ? url : `${head}/`;
    let to = rewrite(asked, 'text');
    if (to === asked) continue;
    // The rewritten URL keeps the path, as the URL parser writes it.
    if (hasPath && to.endsWith(rest)) to = to.slice(0, -rest.length);
    else if (hasPath) to = to.slice(0, -new URL(url).href.replace(/^[^/]+..[^/]+/, '').length);
    changes.push({ start, end: start + head.length, to });
  }
  return changes;
}
