/** @import { This } from '../types.d.ts' */
import { SETTINGS_MODAL, SETTINGS_OPENER } from '../openhands/settings.js';

/**
 * Hides the settings modal if the UI opens it although the user has settings. It stays hidden until a
 * person opens it: by a click on its opener, or by any click while no modal is open. A style sheet
 * hides it, so React keeps its nodes and it cannot receive the focus. What the modal changes in the
 * rest of the page while it opens is reverted.
 * @returns {boolean} false if a modal is open already, which stays
 */
export function hideModal() {
  const isThere = () => document.querySelector(SETTINGS_MODAL);
  if (isThere()) return false;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${SETTINGS_MODAL}{display:none!important}`);
  document.adoptedStyleSheets.push(sheet);

  document.addEventListener(
    'click',
    ({ target }) => {
      if (!isThere() || /** @type {This} */ (target).closest?.(SETTINGS_OPENER))
        sheet.disabled = true;
    },
    true,
  );

  /** @type {number | undefined} */
  let opened;
  new MutationObserver((records, observer) => {
    const now = performance.now();
    // A modal opens within these milliseconds. Later changes are not the modal's.
    if (sheet.disabled || !isThere() || now > (opened ??= now) + 300) return;
    // The first record of an attribute has the value from before the modal.
    records.reverse().forEach(restore);
    observer.takeRecords();
  }).observe(document, {
    subtree: true,
    attributeOldValue: true,
    attributeFilter: ['inert', 'aria-hidden', 'style'],
  });
  return true;
}

/** @param {{ target: This, attributeName: This, oldValue: string | null }} record */
function restore({ target, attributeName, oldValue }) {
  if (attributeName === 'style' && !target.matches('html,body')) return;
  if (oldValue === null) target.removeAttribute(attributeName);
  else target.setAttribute(attributeName, oldValue);
}
