/** @import { Sink, This } from '../types.d.ts' */
import { rewriteAttribute } from '../dom/elements.js';
import { attempt, preparing, wrap } from '../native.js';

/**
 * Rewrites the URL of a link when it is clicked and of a form when it is submitted. This happens
 * before all handlers of the page, which may stop the event, and again after those that may set a URL.
 * @type {Sink}
 */
export function activation(context) {
  for (const isCapture of [true, false]) {
    /** @type {(type: string, targets: (event: This) => unknown[]) => void} */
    const on = (type, targets) =>
      window.addEventListener(
        type,
        (event) => attempt(() => targets(event).forEach(prepare)),
        isCapture,
      );
    on('click', (event) => event.composedPath());
    on('auxclick', (event) => event.composedPath());
    on('submit', ({ target, submitter }) => [target, submitter]);
  }
  // Neither click() on an element outside the document nor submit() reaches a listener.
  wrap(
    HTMLElement.prototype,
    'click',
    preparing((_, self) => prepare(self.closest('a,area'))),
  );
  wrap(
    HTMLFormElement.prototype,
    'submit',
    preparing((_, self) => prepare(self)),
  );

  /** @param {This} target an element, another target in the path of an event, or nothing */
  function prepare(target) {
    rewriteAttribute(target, context);
    // The submit event of a form in a shadow tree does not leave that tree; the click does.
    rewriteAttribute(target?.form, context);
  }
}
