/** @import { Exchange, Fill, Settings, SettingsApi } from '../types.d.ts' */
import { createDefaults } from './defaults.js';
import { hideModal } from './modal.js';

/**
 * What fails where the user has no settings waits until there are some, so that the UI never learns
 * that there were none.
 * @param {Window & typeof globalThis} window
 * @param {Settings} settings
 * @param {Fill} [fill]
 * @returns {Exchange[]}
 */
export function settingsExchanges(window, { apis }, fill) {
  // As it is before a sink is installed: what this asks is no exchange of the page's.
  const { fetch } = window;
  let isWatched = false;
  return apis.flatMap((api) => {
    /** @type {Promise<void> | undefined} */
    let ensured;
    return [
      // Once a page load.
      { call: `GET ${api.settings}`, before: () => (ensured ??= ensure(api)) },
      { call: `POST ${api.conversations}`, before: () => ensure(api) },
    ];
  });

  /** @param {SettingsApi} api */
  async function ensure(api) {
    try {
      const exist = await createDefaults(fetch, api, fill);
      if (exist && !isWatched) hideModal(window);
      isWatched ||= exist;
    } catch {
      // Too late, or not that API: the page's request goes as it would have gone.
    }
  }
}
