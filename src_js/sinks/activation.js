/** @import { Sink, This } from '../types.d.ts' */
import { rewriteAttribute } from '../dom/elements.js';
import { attempt, preparing, wrap } from '../native.js';

/**
 * A link that is clicked and a form that is submitted, at that moment: whatever the element says
 * then is where the person goes. Looked at before all handlers of the page's, which may end the
 * event's way, and once more after those that may set a URL.
 * @type {Sink}
 */
export function activation(rewrite, untouched) {
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
  // Neither click() on an element outside the document nor submit() comes to a listener.
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

  /** @param {This} target an element, something else of an event's path, or nothing */
  function prepare(target) {
    if (!target?.closest || target.closest(untouched.all)) return;
    rewriteAttribute(target, rewrite);
    // The submit event of a form in a shadow tree does not leave that tree; the click does.
    if (target.form) rewriteAttribute(target.form, rewrite);
  }
}
