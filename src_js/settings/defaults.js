/** @import { Fill, SettingsApi } from '../types.d.ts' */
import { isWithoutSettings, offersModel } from '../openhands/settings.js';

// Milliseconds that the page's own request waits at most.
const LIMIT = 3000;

/**
 * Creates default settings if the user has none and the server offers a model.
 * @param {(typeof globalThis)['fetch']} fetch the browser's own
 * @param {SettingsApi} api
 * @param {Fill} [fill]
 * @returns {Promise<boolean>} whether there are settings now; rejected if that takes too long, or
 *     the models are not told as that API does
 */
export async function createDefaults(fetch, { settings, models, body }, fill) {
  const signal = AbortSignal.timeout(LIMIT);
  // Of two tabs that open at once, the second finds the settings of the first.
  return navigator.locks?.request('frontend-patch:settings', { signal }, create) ?? create();

  async function create() {
    const found = await fetch(settings, { signal });
    const text = await found.text();
    // An unknown path answers with index.html.
    if (text[0] !== '{') return false;
    if (!isWithoutSettings(found.status, text)) return found.ok;
    const offered = await fetch(models, { signal });
    const answer = await offered.json();
    if (!offered.ok || !offersModel(answer)) return false;
    const created = await fetch(settings, {
      signal,
      method: 'POST',
      // Brings its own Content-Type.
      body: new Blob([JSON.stringify(fill ? fill(body, answer) : body)], {
        type: 'application/json',
      }),
    });
    return created.ok;
  }
}
