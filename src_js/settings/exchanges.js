/** @import { Exchange, Settings, SettingsApi } from '../types.d.ts' */
import { CONVERSATIONS, isWithoutSettings } from '../openhands/settings.js';
import { createDefaults } from './defaults.js';
import { hideModal } from './modal.js';

/**
 * What fails because the user has no settings is sent once more when defaults are created, so that
 * the UI never learns that there were none.
 * @param {Window & typeof globalThis} window
 * @param {Settings} settings
 * @returns {Exchange[]}
 */
export function settingsExchanges(window, { apis, models }) {
  // As it is before a sink is installed: what this asks is no exchange of the page's.
  const { fetch } = window;
  let isWatched = false;
  /** @type {Exchange[]} */
  const exchanges = apis.map((api) => {
    /** @type {Promise<void> | undefined} */
    let created;
    return {
      method: 'GET',
      path: api.settings,
      mend(status, body) {
        if (isWithoutSettings(status, body)) return (created ??= create(api));
        found(status === 200 && body[0] === '{');
        return undefined;
      },
    };
  });
  exchanges.push({
    method: 'POST',
    path: CONVERSATIONS,
    mend: (status, body) =>
      status === 400 && isWithoutSettings(status, body) ? create(apis[0]) : undefined,
  });
  return exchanges;

  /** @param {SettingsApi} api */
  async function create(api) {
    // Too late, or not that API: there is nothing to find.
    found(await createDefaults(fetch, api, models).catch(() => false));
  }

  /** @param {boolean} exist */
  function found(exist) {
    if (exist && !isWatched) hideModal(window);
    isWatched ||= exist;
  }
}
