/** @import { ModelChoice, RequestHook, SettingsApi } from '../types.d.ts' */
import { isForAgentServer } from '../openhands/settings.js';
import { createDefaults } from './defaults.js';
import { hideModal } from './modal.js';

/**
 * Makes the hooks that delay the requests that fail without settings until the user has settings, so
 * the UI does not notice that there were none.
 * @param {(typeof globalThis)['fetch']} fetch the native function
 * @param {readonly SettingsApi[]} apis
 * @param {ModelChoice} choice
 * @returns {RequestHook[]}
 */
export function settingsHooks(fetch, apis, choice) {
  let isHidden = false;
  return apis.flatMap(([settings, models, conversations, body]) => {
    /** @type {Promise<unknown> | undefined} */
    let ensured;
    /** @type {(headers?: HeadersInit) => Promise<unknown>} */
    const ensure = async (headers) => {
      try {
        if (isForAgentServer(headers)) return;
        const exist = await createDefaults(fetch, settings, models, body, choice);
        isHidden ||= exist && hideModal();
      } catch {
        // A timeout, another API, or a browser that cannot hide the modal: send the request anyway.
      }
    };
    return [
      // Once for each page load.
      { method: 'GET', path: settings, before: (headers) => (ensured ??= ensure(headers)) },
      { method: 'POST', path: conversations, before: ensure },
    ];
  });
}
