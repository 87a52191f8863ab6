/** @import { This } from '../types.d.ts' */
import { SETTINGS_MODAL, SETTINGS_OPENER } from '../openhands/settings.js';

/**
 * Hides the settings modal where the UI shows it though there are settings, until a person opens it
 * by hand. A style sheet does, so that React keeps its nodes and the focus cannot go into it; what
 * it does to the rest of the page is undone.
 * @param {Window & typeof globalThis} window
 */
export function hideModal({ document, CSSStyleSheet }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${SETTINGS_MODAL}{display:none!important}`);
  document.adoptedStyleSheets.push(sheet);
  const isThere = () => document.querySelector(SETTINGS_MODAL);

  document.addEventListener(
    'click',
    ({ target }) => {
      if (!isThere() || /** @type {Element} */ (target).closest(SETTINGS_OPENER))
        sheet.disabled = true;
    },
    true,
  );

  new MutationObserver((records, observer) => {
    if (sheet.disabled || !isThere()) return;
    // The first record of an attribute has its value from before the modal.
    for (const record of records.reverse()) restore(record);
    observer.takeRecords();
  }).observe(document, {
    subtree: true,
    attributeOldValue: true,
    attributeFilter: ['inert', 'aria-hidden', 'style'],
  });

  /** @param {{ target: This, attributeName: This, oldValue: string | null }} record */
  function restore({ target, attributeName, oldValue }) {
    if (attributeName === 'style' && !target.matches('html,body')) return;
    if (oldValue === null) target.removeAttribute(attributeName);
    else target.setAttribute(attributeName, oldValue);
  }
}
