/**
 * Stores beforehand what a UI would ask a new user. A choice of the user's own is kept.
 * @param {Readonly<Record<string, string>>} keys of localStorage; `{page.origin}` in a value is
 *     filled in
 */
export function onboard(keys) {
  for (const key in keys) localStorage[key] ??= keys[key].replace('{page.origin}', location.origin);
}
