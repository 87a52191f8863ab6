/** @import { Rewrite } from '../types.d.ts' */

// No valid URL holds a space, a quote, a backtick or an angle bracket (URL Standard, 4.3).
const URL_IN_PROSE = /(?<![a-z\d])(http|ws)s?:\/\/[^\s<>"`]+/gi;

/**
 * A stretch of prose and what to show in its place.
 * @typedef {{ start: number, end: number, to: string }} Change
 */

/**
 * The URLs in prose that are to be shown as others.
 * @param {string} prose
 * @param {Rewrite} rewrite
 * @returns {Change[]} in order
 */
export function changesIn(prose, rewrite) {
  const changes = [];
  for (const { 0: found, index: start } of prose.matchAll(URL_IN_PROSE)) {
    const url = withoutPunctuation(found);
    const to = rewrite(url, 'text');
    if (to !== url) changes.push({ start, end: start + url.length, to });
  }
  return changes;
}

/**
 * A URL without the punctuation of the sentence it stands in, as GitHub's autolinks have it (GitHub
 * Flavored Markdown, 6.9, extended autolink path validation): trailing marks, an entity, and
 * brackets that were not opened within.
 * @param {string} url
 * @returns {string}
 */
function withoutPunctuation(url) {
  for (;;) {
    const shorter = url.replace(/([?!.,:;*_~'|\\]|&[a-z\d]+;)$/i, '');
    const closed = /[)\]}]$/.test(shorter) && !isBalanced(shorter) ? shorter.slice(0, -1) : shorter;
    if (closed === url) return url;
    url = closed;
  }
}

/**
 * Whether a URL opens as many brackets as it closes, of the kind it ends with.
 * @param {string} url
 * @returns {boolean}
 */
function isBalanced(url) {
  const close = url.slice(-1);
  const open = '([{'[')]}'.indexOf(close)];
  return url.split(open).length >= url.split(close).length;
}
