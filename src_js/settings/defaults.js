/** @import { Json, ModelChoice, SettingsApi } from '../types.d.ts' */
import { isWithoutSettings } from '../openhands/settings.js';

/**
 * Creates default settings if the user has none and the server offers a model.
 * @param {(typeof globalThis)['fetch']} fetch the native function
 * @param {string} settings path of the settings
 * @param {SettingsApi[1]} models paths of lists of models, and patterns of the models that count
 * @param {Json} body creates the settings
 * @param {ModelChoice} choice
 * @returns {Promise<boolean>} whether the user has settings now; rejects on a timeout or an unexpected
 *     response
 */
export async function createDefaults(fetch, settings, models, body, choice) {
  // The page's own request waits at most these milliseconds.
  const signal = AbortSignal.timeout(3000);
  // If two tabs open at once, the second finds the settings that the first has created.
  return navigator.locks?.request('frontend-patch', { signal }, ensure) ?? ensure();

  async function ensure() {
    const found = await fetch(settings, { signal });
    // The response to an unknown path is index.html: json() rejects, here and below.
    if (!isWithoutSettings(found.status, await found.json())) return found.ok;
    for (const [path, pattern] of models) {
      const offered = await fetch(path, { signal });
      const names = choice.namesIn(await offered.json(), pattern);
      if (!offered.ok) break;
      if (names.length) return create(choice.fill(body, names));
    }
    return false;
  }

  /**
   * @param {Json} settingsBody
   * @returns {Promise<boolean>} whether the server has stored the settings
   */
  async function create(settingsBody) {
    const created = await fetch(settings, {
      signal,
      method: 'POST',
      // A Blob sets the Content-Type.
      body: new Blob([JSON.stringify(settingsBody)], { type: 'application/json' }),
    });
    await created.json();
    return created.ok;
  }
}
