/** @import { Exchange, Fill, SettingsApi } from '../types.d.ts' */
import { createDefaults } from './defaults.js';
import { hideModal } from './modal.js';

/**
 * What fails where the user has no settings waits until there are some, so that the UI never learns
 * that there were none.
 * @param {readonly SettingsApi[]} apis
 * @param {Fill} fill
 * @returns {Exchange[]}
 */
export function settingsExchanges(apis, fill) {
  // As it is before a sink is installed: what this asks is no exchange of the page's.
  const { fetch } = window;
  let isHidden = false;
  return apis.flatMap(([settings, models, conversations, body]) => {
    /** @type {Promise<unknown> | undefined} */
    let ensured;
    const ensure = () =>
      createDefaults(fetch, settings, models, body, fill)
        .then((exist) => (isHidden ||= exist && hideModal()))
        // Too late, not that API, or a browser that cannot hide it: the page's request goes anyway.
        .catch(() => {});
    return [
      // Once a page load.
      { method: 'GET', path: settings, before: () => (ensured ??= ensure()) },
      { method: 'POST', path: conversations, before: ensure },
    ];
  });
}
