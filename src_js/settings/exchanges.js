/** @import { Exchange, Fill, SettingsApi } from '../types.d.ts' */
import { createDefaults } from './defaults.js';
import { hideModal } from './modal.js';

/**
 * What fails where the user has no settings waits until there are some, so that the UI never learns
 * that there were none.
 * @param {Window & typeof globalThis} window
 * @param {readonly SettingsApi[]} apis
 * @param {Fill} [fill]
 * @returns {Exchange[]}
 */
export function settingsExchanges(window, apis, fill) {
  // As it is before a sink is installed: what this asks is no exchange of the page's.
  const { fetch } = window;
  return apis.flatMap(([settings, models, conversations, body]) => {
    /** @type {Promise<unknown> | undefined} */
    let ensured;
    /** @type {(then?: (exist: boolean) => void) => Promise<unknown>} */
    const ensure = (then) =>
      createDefaults(fetch, settings, models, body, fill)
        .then(then)
        // Too late, or not that API: the page's request goes as it would have gone.
        .catch(() => {});
    return [
      // Once a page load.
      {
        method: 'GET',
        path: settings,
        before: () => (ensured ??= ensure((exist) => exist && hideModal(window))),
      },
      { method: 'POST', path: conversations, before: () => ensure() },
    ];
  });
}
