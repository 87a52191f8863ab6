/** @import { Rewrite } from '../types.d.ts' */
/** @import { Change } from './prose.js' */
import { changesIn } from './prose.js';

/**
 * Makes the function that shows the sandbox URLs in a text node as the rewritten URLs. A URL may arrive
 * in pieces, in one node or in neighboring nodes. The text that the page wrote is remembered, and what
 * the page writes next is read as its continuation.
 * @param {Rewrite} rewrite
 * @param {string} untouched selector of elements whose text is left alone
 * @returns {(node: Text) => void}
 */
export function createTextRewriter(rewrite, untouched) {
  /**
   * The text that the page wrote (`source`) where other text is shown.
   * @type {WeakMap<Text, { source: string, shown: string }>}
   */
  const written = new WeakMap();

  return (node) => {
    const run = runOf(node);
    const sources = run.map(sourceOf);
    const prose = sources.join('');
    if (!prose.includes('://') && !run.some((each) => written.has(each))) return;
    const changes = node.parentElement?.closest(untouched) ? [] : changesIn(prose, rewrite);
    let start = 0;
    run.forEach((each, index) => {
      show(each, sources[index], changed(sources[index], start, changes));
      start += sources[index].length;
    });
  };

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
    return !/\s$/.test(sourceOf(before)) && !/^\s/.test(sourceOf(after));
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
    const goesOn = shown ? data.startsWith(shown) : !data.startsWith(source);
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
    if (node.data !== shown) node.data = shown;
  }
}

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
