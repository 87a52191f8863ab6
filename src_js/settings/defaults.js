/** @import { Fill, Json } from '../types.d.ts' */
import { isWithoutSettings, countModels } from '../openhands/settings.js';

/**
 * Creates default settings if the user has none and the server offers a model.
 * @param {(typeof globalThis)['fetch']} fetch the browser's own
 * @param {string} settings path to get them from, and to create them at
 * @param {string} models path of the models that the server offers
 * @param {Json} body what they are created with
 * @param {Fill} fill
 * @returns {Promise<boolean>} whether there are settings now; rejected if that takes too long, or an
 *     answer is not what that API gives
 */
export async function createDefaults(fetch, settings, models, body, fill) {
  // Milliseconds that the page's own request waits at most.
  const signal = AbortSignal.timeout(3000);
  // Of two tabs that open at once, the second finds the settings of the first.
  return navigator.locks?.request('frontend-patch', { signal }, create) ?? create();

  async function create() {
    const found = await fetch(settings, { signal });
    // An unknown path answers with index.html, on which this ends, as on the two below.
    if (!isWithoutSettings(found.status, await found.json())) return found.ok;
    const offered = await fetch(models, { signal });
    const answer = await offered.json();
    if (!offered.ok || !countModels(answer)) return false;
    const created = await fetch(settings, {
      signal,
      method: 'POST',
      // Brings its own Content-Type.
      body: new Blob([JSON.stringify(fill(body, answer))], {
        type: 'application/json',
      }),
    });
    await created.json();
    return created.ok;
  }
}
