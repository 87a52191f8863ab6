/**
 * Delays the making of a value until it is needed. The script delays the page as long as it runs.
 * @template T
 * @param {() => T} make
 * @returns {() => T}
 */
export function lazy(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}
