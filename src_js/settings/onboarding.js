/**
 * Stores the answers to what a UI asks a new user. A user's own choice stays.
 * @param {Readonly<Record<string, string>>} keys keys and values of localStorage; `{page.origin}` in a
 *     value stands for the page's origin
 */
export function onboard(keys) {
  for (const key in keys) localStorage[key] ??= keys[key].replace('{page.origin}', location.origin);
}
