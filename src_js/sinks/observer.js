/** @import { Native, Sink, This } from '../types.d.ts' */
import { HAS_URL, URL_ATTRIBUTES, rewriteAttribute } from '../dom/elements.js';
import { LONG, createTextRewriter, isText } from '../dom/text.js';
import { attempt, wrap } from '../native.js';

// NodeFilter.SHOW_TEXT
const TEXTS = 4;

// Milliseconds of a task or a frame. The rest is processed in the next frame.
const BUDGET = 6;

// Elements with these names would hide the functions of a form or of the document.
const { querySelector, querySelectorAll } = Element.prototype;
const { contains } = Node.prototype;
const { createTreeWalker } = Document.prototype;

/**
 * Links, forms and prose that come into the document in any way. The served document stays, because
 * React hydrates it; activation.js handles clicks there.
 *
 * New elements are processed at once. Text that changes, and what is large, waits for the next frame. A
 * page with a frame pending paints more often, so a frame is requested only where a URL is possible.
 * @type {Sink}
 */
export function observer(context) {
  const { mayShowUrl, rewriteText } = createTextRewriter(context.rewrite, context.untouched.text);
  /**
   * Texts to process.
   * @type {Set<Text>}
   */
  const changed = new Set();
  /**
   * Elements to process with their descendants.
   * @type {Set<Element>}
   */
  const added = new Set();
  let queue = waiting();
  let isScheduled = false;

  new MutationObserver(note).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: Object.values(URL_ATTRIBUTES).map(([name]) => name),
  });
  // It does not bubble.
  document.addEventListener('load', (event) => attempt(noteFrame, event.target), true);
  // Chromium 156 copies a text at each change if an observer asks for `characterData`.
  for (const name of ['appendData', 'insertData', 'replaceData', 'deleteData'])
    wrap(CharacterData.prototype, name, { apply: noting });
  wrap(CharacterData.prototype, 'data', { apply: noting }, 'set');
  wrap(Node.prototype, 'nodeValue', { apply: noting }, 'set');
  wrap(Node.prototype, 'textContent', { apply: noting }, 'set');

  /**
   * @param {Native} native
   * @param {This} self
   * @param {unknown[]} args
   * @returns {unknown}
   */
  function noting(native, self, args) {
    const result = Reflect.apply(native, self, args);
    if (!changed.has(self) && isText(self)) noteText(self);
    return result;
  }

  /** @param {MutationRecord[]} records */
  function note(records) {
    const deadline = performance.now() + BUDGET;
    for (const record of records) {
      const target = /** @type {Element} */ (record.target);
      if (record.type !== 'childList') attempt(visit, target);
      else if (!added.has(target)) {
        for (const node of record.addedNodes)
          if (isText(node)) noteText(node, target);
          else if (isElement(node)) noteElement(node, deadline);
        // The text beside a removed node may have contained a part of the same URL.
        if (record.removedNodes.length)
          for (const node of [record.previousSibling, record.nextSibling])
            if (isText(node)) noteText(node);
      }
    }
  }

  /**
   * @param {Text} node
   * @param {Element} [parent] if the node is new there
   */
  function noteText(node, parent) {
    if (!mayShowUrl(node)) return;
    // A page that sets a long text anew for each word makes as many nodes, of which one is left.
    if (parent && node.length > LONG) added.add(parent);
    else changed.add(node);
    schedule();
  }

  /**
   * @param {Element} root
   * @param {number} deadline
   */
  function noteElement(root, deadline) {
    const text = `${root.textContent}`;
    const hasUrl = text.includes('://');
    if (!hasUrl && !URL_ATTRIBUTES[root.localName] && !querySelector.call(root, HAS_URL)) return;
    const elements = querySelectorAll.call(root, HAS_URL);
    if (text.length + elements.length > LONG || performance.now() > deadline) {
      added.add(root);
      schedule();
    } else for (const node of within(root, elements, hasUrl)) attempt(visit, node);
  }

  /**
   * The preview of an HTML file is a sandboxed frame: no script runs there, not even this one.
   * @param {This} frame
   */
  function noteFrame(frame) {
    const shown = frame.matches('[sandbox]:not([sandbox*=scripts])') && frame.contentDocument;
    if (!shown) return;
    added.add(shown.documentElement);
    schedule();
  }

  function schedule() {
    if (isScheduled) return;
    isScheduled = true;
    const run = () => {
      isScheduled = false;
      work();
    };
    // A hidden document has no frames.
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  }

  function work() {
    const deadline = performance.now() + BUDGET;
    for (let count = 1; ; count++) {
      const { value, done } = queue.next();
      if (done) {
        queue = waiting();
        return;
      }
      attempt(visit, value);
      // Reading the clock costs as much as processing some nodes.
      if (count % 64 === 0 && performance.now() > deadline) return schedule();
    }
  }

  /** @yields {Node} what waits */
  function* waiting() {
    for (const node of changed) {
      changed.delete(node);
      if (contains.call(document, node)) yield node;
    }
    for (const root of added) {
      added.delete(root);
      if (root.isConnected) yield* within(root, querySelectorAll.call(root, HAS_URL), true);
    }
  }

  /**
   * @param {Element} root
   * @param {Iterable<Element>} elements its descendants with a URL attribute
   * @param {boolean} hasUrl whether its text contains a URL
   * @yields {Node} to visit
   */
  function* within(root, elements, hasUrl) {
    yield root;
    yield* elements;
    if (!hasUrl) return;
    const walker = createTreeWalker.call(document, root, TEXTS);
    for (let node; (node = walker.nextNode());) {
      yield node;
      // If the page has removed the node, the walk starts again.
      if (!contains.call(root, node)) walker.currentNode = root;
    }
  }

  /** @param {Node} node */
  function visit(node) {
    if (isText(node)) rewriteText(node);
    else rewriteAttribute(node, context);
  }
}

/**
 * @param {Node} node
 * @returns {node is Element}
 */
const isElement = (node) => node.nodeType === 1;
