/** @import { This } from '../types.d.ts' */
import { SETTINGS_MODAL, SETTINGS_OPENER } from '../openhands/settings.js';

/**
 * Hides the settings modal where the UI shows it though there are settings, until a person opens
 * it by hand: a click while it is not there may do that, and so does one on what opens it. A style
 * sheet hides it, so that React keeps its nodes and the focus cannot go into it; what it does to the
 * rest of the page as it opens is undone.
 * @returns {boolean} false where one is there already, which is left alone
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
    // Milliseconds in which a modal opens; what comes later is the page's own doing.
    if (sheet.disabled || !isThere() || now > (opened ??= now) + 300) return;
    // The first record of an attribute has its value from before the modal.
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
