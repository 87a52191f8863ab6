/** @import { Fill, Json } from '../types.d.ts' */
import { isWithoutSettings, countModels } from '../openhands/settings.js';

/**
 * Creates default settings if the user has none and the server offers a model.
 * @param {(typeof globalThis)['fetch']} fetch the native function
 * @param {string} settings path of the settings
 * @param {string} models path of the models that the server offers
 * @param {Json} body creates the settings
 * @param {Fill} fill
 * @returns {Promise<boolean>} whether the user has settings now; rejects on a timeout or an unexpected
 *     response
 */
export async function createDefaults(fetch, settings, models, body, fill) {
  // The page's own request waits at most these milliseconds.
  const signal = AbortSignal.timeout(3000);
  // If two tabs open at once, the second finds the settings that the first has created.
  return navigator.locks?.request('frontend-patch', { signal }, create) ?? create();

  async function create() {
    const found = await fetch(settings, { signal });
    // The response to an unknown path is index.html: json() rejects, here and below.
    if (!isWithoutSettings(found.status, await found.json())) return found.ok;
    const offered = await fetch(models, { signal });
    const answer = await offered.json();
    if (!offered.ok || !countModels(answer)) return false;
    const created = await fetch(settings, {
      signal,
      method: 'POST',
      // A Blob sets the Content-Type.
      body: new Blob([JSON.stringify(fill(body, answer))], {
        type: 'application/json',
      }),
    });
    await created.json();
    return created.ok;
  }
}
