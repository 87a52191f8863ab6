/** @import { Native, Sink, This } from '../types.d.ts' */
import { URL_ATTRIBUTES, rewriteAttribute, selectorOfUrls } from '../dom/elements.js';
import { LONG, createTextRewriter, isText } from '../dom/text.js';
import { attempt, wrap } from '../native.js';

// NodeFilter.SHOW_ELEMENT, and with SHOW_TEXT
const ELEMENTS = 1;
const ELEMENTS_AND_TEXTS = 5;

// Milliseconds of a task or a frame. The rest is processed in the next frame.
const BUDGET = 6;

/**
 * Links, forms and prose that come into the document in any way. The served document stays, because
 * React hydrates it; activation.js handles clicks there.
 *
 * New elements are processed at once. Text that changes, and what is large, waits for the next frame. A
 * page with a frame pending paints more often, so a frame is requested only where a URL is possible.
 * @type {Sink}
 */
export function observer(context) {
  // Elements with these names would hide the functions of a form or of the document.
  const { querySelector } = Element.prototype;
  const { contains } = Node.prototype;
  const { createTreeWalker } = Document.prototype;
  const hasUrlAttribute = selectorOfUrls();
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
  /**
   * Goes through the element that is processed now.
   * @type {TreeWalker | undefined}
   */
  let walker;
  // How many nodes have been visited. The clock is read after every 64.
  let visited = 0;
  // When the budget of this task or frame ends, as `performance.now()` counts.
  let deadline = 0;
  // Whether the deadline has passed.
  let isLate = false;
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
    startClock();
    for (const record of records) {
      const target = /** @type {Element} */ (record.target);
      if (record.type !== 'childList') attempt(visit, target);
      else if (!added.has(target)) {
        const { addedNodes, previousSibling, nextSibling } = record;
        // Iterating a NodeList takes three times as long.
        for (let index = 0; index < addedNodes.length; index++) {
          const node = addedNodes.item(index);
          if (isText(node)) noteText(node, target);
          else if (isElement(node)) noteElement(node);
        }
        // The text beside a removed node may have contained a part of the same URL.
        if ((isText(previousSibling) || isText(nextSibling)) && record.removedNodes.length)
          for (const node of [previousSibling, nextSibling]) if (isText(node)) noteText(node);
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

  /** @param {Element} root */
  function noteElement(root) {
    const text = `${root.textContent}`;
    const hasUrl = text.includes('://');
    if (!hasUrl && !URL_ATTRIBUTES[root.localName] && !querySelector.call(root, hasUrlAttribute))
      return;
    if (!isLate && text.length <= LONG) {
      const whatToShow = hasUrl ? ELEMENTS_AND_TEXTS : ELEMENTS;
      const within = createTreeWalker.call(document, root, whatToShow);
      isLate = !visitAll(root, () => within.nextNode());
      if (!isLate) return;
    }
    added.add(root);
    schedule();
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
      startClock();
      if (!visitAll(next(), next)) schedule();
    };
    // A hidden document has no frames.
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  }

  function startClock() {
    deadline = performance.now() + BUDGET;
    isLate = false;
  }

  /**
   * @param {Node | null | undefined} first
   * @param {() => Node | null | undefined} nextNode
   * @returns {boolean} whether all nodes were visited in time
   */
  function visitAll(first, nextNode) {
    for (let node = first; node; node = nextNode()) {
      attempt(visit, node);
      // Reading the clock costs as much as processing some nodes.
      if (++visited % 64 === 0 && performance.now() > deadline) return false;
    }
    return true;
  }

  /** @returns {Node | null | undefined} the next of what waits */
  function next() {
    for (const node of changed) {
      changed.delete(node);
      if (contains.call(document, node)) return node;
    }
    if (!walker?.root.isConnected) walker = undefined;
    // If the page has removed the node, the walk starts again.
    if (walker && !contains.call(walker.root, walker.currentNode)) walker.currentNode = walker.root;
    const node = walker?.nextNode();
    if (node) return node;
    for (const root of added) {
      added.delete(root);
      if (!root.isConnected) continue;
      walker = createTreeWalker.call(document, root, ELEMENTS_AND_TEXTS);
      return root;
    }
    return (walker = undefined);
  }

  /** @param {Node} node */
  function visit(node) {
    if (isText(node)) rewriteText(node);
    else rewriteAttribute(node, context);
  }
}

/**
 * @param {Node | null} node
 * @returns {node is Element}
 */
const isElement = (node) => node?.nodeType === 1;
