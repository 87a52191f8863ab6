/** @import { SettingsApi } from '../types.d.ts' */
import { isWithoutSettings, modelNames } from '../openhands/settings.js';

// Milliseconds that the page's own request waits at most.
const LIMIT = 3000;

/**
 * Creates default settings if the user has none and the server offers a model.
 * @param {(typeof globalThis)['fetch']} fetch the browser's own
 * @param {SettingsApi} api
 * @param {readonly string[]} patterns sources of regular expressions over a model's name, the most
 *     preferred first
 * @returns {Promise<boolean>} whether there are settings now; rejected if that takes too long, or
 *     the models are not told as that API does
 */
export async function createDefaults(fetch, { settings, models, body }, patterns) {
  const signal = AbortSignal.timeout(LIMIT);
  // Of two tabs that open at once, the second finds the settings of the first.
  return navigator.locks?.request('frontend-patch:settings', { signal }, create) ?? create();

  async function create() {
    const found = await fetch(settings, { signal });
    if (!isWithoutSettings(found.status, await found.text())) return found.ok;
    const offered = await fetch(models, { signal });
    const names = offered.ok ? modelNames(await offered.json()) : [];
    if (!names.length) return false;
    const [model] = patterns.flatMap((one) => names.filter((name) => RegExp(one).test(name)));
    const created = await fetch(settings, {
      signal,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      // Where none is preferred its key is left out, so that the server's own default holds.
      body: JSON.stringify(body, (_, value) => (value === '{model}' ? model : value)),
    });
    return created.ok;
  }
}
