/** @import { Rewrite } from '../types.d.ts' */
/** @import { Change } from './prose.js' */
import { changesIn } from './prose.js';

/**
 * Makes the function that shows the sandbox URLs of a text node as the URLs that work. A URL may
 * arrive in pieces, within one node or over neighbours; each piece is right when it comes, because
 * what the page wrote is remembered and what it writes next is taken to go on from there.
 * @param {Rewrite} rewrite
 * @param {string} untouched selector of elements whose text is left alone
 * @returns {(node: Text) => void}
 */
export function createTextRewriter(rewrite, untouched) {
  /**
   * What the page wrote into a node, where something else is shown.
   * @type {WeakMap<Text, { source: string, shown: string }>}
   */
  const written = new WeakMap();

  return (node) => {
    const run = runOf(node);
    const sources = run.map(sourceOf);
    const prose = sources.join('');
    if (!prose.includes('://') && !run.some((one) => written.has(one))) return;
    const changes = node.parentElement?.closest(untouched) ? [] : changesIn(prose, rewrite);
    let start = 0;
    run.forEach((one, index) => {
      show(one, sources[index], changed(sources[index], start, changes));
      start += sources[index].length;
    });
  };

  /**
   * The neighbouring text nodes that a URL could run through, this one among them.
   * @param {Text} node
   * @returns {Text[]}
   */
  function runOf(node) {
    const run = [node];
    for (
      let one = node.previousSibling;
      isText(one) && joins(one, run[0]);
      one = one.previousSibling
    )
      run.unshift(one);
    for (
      let one = node.nextSibling;
      isText(one) && joins(run[run.length - 1], one);
      one = one.nextSibling
    )
      run.push(one);
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
   * @returns {string} what the page wrote
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
 * What becomes of a node's part of the prose. A URL that runs through several nodes is shown in the
 * one where it begins.
 * @param {string} source
 * @param {number} start where in the prose it begins
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
