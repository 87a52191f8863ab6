/** @import { RequestHook, Fill, SettingsApi } from '../types.d.ts' */
import { createDefaults } from './defaults.js';
import { hideModal } from './modal.js';

/**
 * Makes the hooks that delay the requests that fail without settings until the user has settings, so
 * the UI does not notice that there were none.
 * @param {readonly SettingsApi[]} apis
 * @param {Fill} fill
 * @returns {RequestHook[]}
 */
export function settingsHooks(apis, fill) {
  // The native function: the requests of this module have no hook.
  const { fetch } = window;
  let isHidden = false;
  return apis.flatMap(([settings, models, conversations, body]) => {
    /** @type {Promise<unknown> | undefined} */
    let ensured;
    const ensure = () =>
      createDefaults(fetch, settings, models, body, fill)
        .then((exist) => (isHidden ||= exist && hideModal()))
        // A timeout, another API, or a browser that cannot hide the modal: send the request anyway.
        .catch(() => {});
    return [
      // Once for each page load.
      { method: 'GET', path: settings, before: () => (ensured ??= ensure()) },
      { method: 'POST', path: conversations, before: ensure },
    ];
  });
}
