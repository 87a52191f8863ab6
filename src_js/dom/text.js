/** @import { Rewrite } from '../types.d.ts' */
/** @import { Change } from './prose.js' */
import { readAddress } from '../address.js';
import { changesIn } from './prose.js';

// Characters. A longer text is searched once a frame, not at each change.
export const LONG = 2000;

/**
 * @typedef {object} TextRewriter
 * @property {(node: Text) => boolean} mayShowUrl whether `rewriteText` could change the node; takes the
 *     same time for each text
 * @property {(node: Text) => void} rewriteText shows the sandbox URLs in the node as rewritten URLs
 */

/**
 * Makes the functions for text nodes. A URL may arrive in pieces, in one node or in neighboring nodes.
 * The text that the page wrote is remembered, and what the page writes next is read as its
 * continuation.
 * @param {Rewrite} rewrite
 * @param {string} untouched selector of elements whose text is left alone
 * @returns {TextRewriter}
 */
export function createTextRewriter(rewrite, untouched) {
  /**
   * The text that the page wrote (`source`) where other text is shown.
   * @type {WeakMap<Text, { source: string, shown: string }>}
   */
  const written = new WeakMap();
  const rewriteProse = createProseRewriter(rewrite);
  // The native function, which observer.js wraps later.
  const { replaceData } = CharacterData.prototype;

  return {
    mayShowUrl,
    rewriteText(node) {
      if (!mayShowUrl(node)) return;
      const isUntouched = node.parentElement?.closest(untouched);
      if (isUntouched && !written.has(node)) return;
      const run = runOf(node);
      const sources = run.map(sourceOf);
      const prose = sources.join('');
      if (!prose.includes('://') && !run.some((each) => written.has(each))) return;
      if (run.length < 2) return show(node, prose, isUntouched ? prose : rewriteProse(prose));
      const changes = isUntouched ? [] : changesIn(prose, rewrite);
      let start = 0;
      run.forEach((each, index) => {
        show(each, sources[index], changed(sources[index], start, changes));
        start += sources[index].length;
      });
    },
  };

  /**
   * @param {Text} node
   * @returns {boolean}
   */
  function mayShowUrl(node) {
    return (
      node.length > LONG ||
      node.data.includes('://') ||
      isText(node.previousSibling) ||
      isText(node.nextSibling) ||
      written.has(node)
    );
  }

  /**
   * Finds the neighboring text nodes that a URL could run through, with the node itself.
   * @param {Text} node
   * @returns {Text[]}
   */
  function runOf(node) {
    const run = [node];
    for (
      let each = node.previousSibling;
      isText(each) && joins(each, run[0]);
      each = each.previousSibling
    )
      run.unshift(each);
    for (
      let each = node.nextSibling;
      isText(each) && joins(run[run.length - 1], each);
      each = each.nextSibling
    )
      run.push(each);
    return run;
  }

  /**
   * @param {Text} before
   * @param {Text} after
   * @returns {boolean}
   */
  function joins(before, after) {
    return !/\s/.test(sourceOf(before).slice(-1)) && !/^\s/.test(sourceOf(after));
  }

  /**
   * @param {Text} node
   * @returns {string} the text that the page wrote
   */
  function sourceOf(node) {
    const { data } = node;
    const state = written.get(node);
    if (!state) return data;
    const { source, shown } = state;
    const goesOn = shown ? startsWith(data, shown) : !startsWith(data, source);
    return goesOn ? source + data.slice(shown.length) : data;
  }

  /**
   * @param {Text} node
   * @param {string} source
   * @param {string} shown
   */
  function show(node, source, shown) {
    if (shown === source) written.delete(node);
    else written.set(node, { source, shown });
    if (node.data !== shown) replaceData.call(node, 0, node.length, shown);
  }
}

/**
 * Makes the function that rewrites the URLs in prose. It remembers the last long prose up to its last
 * space, where no URL goes on: a message grows by a word at a time, and only what is new is searched.
 * @param {Rewrite} rewrite
 * @returns {(prose: string) => string}
 */
function createProseRewriter(rewrite) {
  let known = '';
  let knownShown = '';
  let address = '';

  return (prose) => {
    if (prose.length <= LONG) return changed(prose, 0, changesIn(prose, rewrite));
    if (address !== readAddress() || !startsWith(prose, known)) {
      known = knownShown = '';
      address = readAddress();
    }
    const rest = prose.slice(known.length);
    const changes = changesIn(rest, rewrite);
    const shown = knownShown + changed(rest, 0, changes);
    const end = rest.lastIndexOf(' ') + 1;
    knownShown += changed(rest.slice(0, end), 0, changes);
    known = prose.slice(0, known.length + end);
    return shown;
  };
}

/**
 * For 80,000 characters, `text.startsWith(beginning)` takes 30 times as long in Chromium 156.
 * @param {string} text
 * @param {string} beginning
 * @returns {boolean}
 */
const startsWith = (text, beginning) => text.slice(0, beginning.length) === beginning;

/**
 * @param {Node | null} node
 * @returns {node is Text}
 */
export const isText = (node) => node?.nodeType === 3;

/**
 * Applies the changes to one node's part of the prose. A URL that runs through several nodes is shown
 * in the node where it begins.
 * @param {string} source
 * @param {number} start where in the prose the node begins
 * @param {Change[]} changes
 * @returns {string}
 */
function changed(source, start, changes) {
  let shown = '';
  let at = 0;
  for (const change of changes) {
    const from = change.start - start;
    if (from >= source.length || change.end - start <= 0) continue;
    if (from >= 0) shown += source.slice(at, from) + change.to;
    at = change.end - start;
  }
  return shown + source.slice(at);
}
