/** @import { Sink, This } from '../types.d.ts' */
import { URL_ATTRIBUTES, rewriteAttribute } from '../dom/elements.js';
import { attempt } from '../native.js';
import { createTextRewriter, isText } from '../dom/text.js';

// NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT
const ELEMENTS_AND_TEXTS = 5;

/**
 * Links, forms and prose that come into the document in any way. Changes are collected at once, and
 * processed before the next frame. The served document stays, because React hydrates it; activation.js
 * handles clicks there.
 * @type {Sink}
 */
export function observer(context) {
  const rewriteText = createTextRewriter(context.rewrite, context.untouched.text);
  /**
   * Nodes to process without their descendants.
   * @type {Set<Node>}
   */
  const changed = new Set();
  /**
   * Nodes to process with their descendants.
   * @type {Set<Node>}
   */
  const added = new Set();
  /** @type {TreeWalker | undefined} */
  let walker;
  let isScheduled = false;

  document.addEventListener('readystatechange', observe, { once: true });
  // It does not bubble.
  document.addEventListener('load', (event) => attempt(noteFrame, event.target), true);

  // At `interactive`: the document is parsed, and no deferred script has run.
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
      // The text beside a removed node may have contained a part of the same URL.
      if (record.removedNodes.length)
        for (const node of [record.previousSibling, record.nextSibling])
          if (isText(node)) changed.add(node);
    }
    schedule();
  }

  /**
   * The preview of an HTML file is a sandboxed frame: no script runs there, not even this one.
   * @param {This} frame
   */
  function noteFrame(frame) {
    const shown = frame.matches('[sandbox]:not([sandbox*=scripts])') && frame.contentDocument;
    if (!shown) return;
    added.add(shown);
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
    // Milliseconds of a frame. The rest is processed in the next frame.
    const deadline = performance.now() + 6;
    // If the page has removed the current node, the walk starts again.
    if (walker && !walker.root.contains(walker.currentNode)) added.add(walker.root);
    for (let count = 1, node = next(); node; count++, node = next()) {
      attempt(visit, node);
      // Reading the clock costs as much as processing some nodes.
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
      if (node.hasChildNodes()) walker = document.createTreeWalker(node, ELEMENTS_AND_TEXTS);
      return node;
    }
    return undefined;
  }

  /** @param {Node} node */
  function visit(node) {
    if (isText(node)) rewriteText(node);
    else rewriteAttribute(node, context);
  }
}
