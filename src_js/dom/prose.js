/** @import { Rewrite } from '../types.d.ts' */

// No valid URL contains a space, a quote, a backtick or an angle bracket (URL Standard, 4.3).
const URL_IN_PROSE = /(?<![a-z\d])(http|ws)s?:\/\/[^\s<>"`]+/gi;

const PUNCTUATION = "?!.,:;*_~'|\\";

/**
 * A range of the prose, and the text to show in its place.
 * @typedef {{ start: number, end: number, to: string }} Change
 */

/**
 * Finds the URLs in prose that are shown as other URLs.
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
 * Removes the punctuation of the sentence from the end of a URL, as GitHub's autolinks do (GitHub
 * Flavored Markdown, 6.9, extended autolink path validation): punctuation marks, an entity, and
 * closing brackets without an opening one. The text may be hostile: the time is linear in its length.
 * @param {string} url
 * @returns {string}
 */
function withoutPunctuation(url) {
  /** @type {Record<string, number>} */
  const unopened = {};
  let end = url.length;
  for (;;) {
    const last = url[end - 1];
    const open = '([{'[')]}'.indexOf(last)];
    if (open) {
      unopened[last] ??= url.split(last).length - url.split(open).length;
      if (unopened[last]-- <= 0) return url.slice(0, end);
    } else if (!PUNCTUATION.includes(last)) return url.slice(0, end);
    end--;
    if (last !== ';') continue;
    // An entity is removed as a whole. Any other word ends the loop in its next turn.
    let start = end;
    while (/[a-z\d]/i.test(url[start - 1])) start--;
    if (url[start - 1] === '&' && start < end) end = start - 1;
  }
}
