/** @import { Sink } from '../types.d.ts' */
import { URL_ATTRIBUTES, rewriteAttribute } from '../dom/elements.js';
import { attempt } from '../native.js';
import { createTextRewriter, isText } from '../dom/text.js';

/**
 * Links, forms and prose, however they came into the document: what changes is noted at once, and
 * looked at before the next frame is painted. What the document was served with is left alone, since
 * React hydrates it; a click there is seen in activation.js.
 * @type {Sink}
 */
export function observer(rewrite, untouched) {
  const rewriteText = createTextRewriter(rewrite, untouched.text);
  /**
   * Nodes to look at, without what is in them.
   * @type {Set<Node>}
   */
  const changed = new Set();
  /**
   * Nodes to look at with all that is in them.
   * @type {Set<Node>}
   */
  const added = new Set();
  /** @type {TreeWalker | undefined} */
  let walker;
  let isScheduled = false;

  document.addEventListener('readystatechange', observe, { once: true });

  // From interactive on: the document is parsed, and no deferred script has run yet.
  function observe() {
    const attributes = Object.values(URL_ATTRIBUTES).map(([name]) => name);
    new MutationObserver(note).observe(document, {
      childList: true,
      subtree: true,
      characterData: true,
      attributeFilter: attributes,
    });
  }

  /** @param {MutationRecord[]} records */
  function note(records) {
    for (const record of records) {
      if (record.type !== 'childList') {
        changed.add(record.target);
        continue;
      }
      record.addedNodes.forEach((node) => added.add(node));
      // Text beside what is gone may have held a part of the same URL.
      if (record.removedNodes.length)
        for (const node of [record.previousSibling, record.nextSibling])
          if (isText(node)) changed.add(node);
    }
    schedule();
  }

  function schedule() {
    if (isScheduled) return;
    isScheduled = true;
    // A hidden document has no frames.
    if (document.hidden) setTimeout(work);
    else requestAnimationFrame(work);
  }

  function work() {
    isScheduled = false;
    // Milliseconds of a frame; what is left goes on in the next.
    const deadline = performance.now() + 6;
    // Where the page has taken away the node that the walk had come to, it begins anew.
    if (walker && !walker.root.contains(walker.currentNode)) added.add(walker.root);
    for (let count = 1, node = next(); node; count++, node = next()) {
      attempt(visit, node);
      // A look at the clock costs as much as some nodes.
      if (count % 64 === 0 && performance.now() > deadline) return schedule();
    }
  }

  /** @returns {Node | null | undefined} */
  function next() {
    const found = walker?.nextNode();
    if (found) return found;
    walker = undefined;
    for (const node of changed) {
      changed.delete(node);
      return node;
    }
    for (const node of added) {
      added.delete(node);
      if (node.hasChildNodes())
        walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      return node;
    }
    return undefined;
  }

  /** @param {Node} node */
  function visit(node) {
    if (isText(node)) rewriteText(node);
    else if (node instanceof Element && URL_ATTRIBUTES[node.localName])
      if (!node.closest(untouched.all)) rewriteAttribute(node, rewrite);
  }
}
