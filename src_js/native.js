/** @import { Json, Native, Rewrite, This, Via } from './types.d.ts' */

/** @type {WeakSet<Native>} */
const proxies = new WeakSet();

/**
 * Makes a Proxy of a native function that keeps its name, length and source text.
 * @param {Native} native
 * @param {ProxyHandler<Native>} traps
 * @returns {Native}
 */
export function proxyOf(native, traps) {
  const proxy = new Proxy(native, { get: nativeText, ...traps });
  proxies.add(proxy);
  return proxy;

  /** @type {NonNullable<ProxyHandler<Native>['get']>} */
  function nativeText(target, key, receiver) {
    const found = Reflect.get(target, key, receiver);
    // ECMAScript, Function.prototype.toString, step 3: the text of a Proxy has no name. Libraries
    // such as Sentry recognize a native function by the name in its text.
    if (key !== 'toString' || receiver !== proxy) return found;
    return proxyOf(found, {
      apply: (toString, self, args) =>
        Reflect.apply(toString, self === proxy ? native : self, args),
    });
  }
}

/**
 * Replaces a function of a property by a Proxy and keeps the other attributes of the property. Does
 * nothing if the browser has no such function, or if the function is already wrapped.
 * @param {object} owner
 * @param {string} name
 * @param {ProxyHandler<Native>} traps
 * @param {'value' | 'get' | 'set'} [slot]
 * @returns {Native | undefined} the Proxy
 */
export function wrap(owner, name, traps, slot = 'value') {
  const native = Object.getOwnPropertyDescriptor(owner, name)?.[slot];
  if (typeof native !== 'function' || proxies.has(native)) return undefined;
  const proxy = proxyOf(native, traps);
  Object.defineProperty(owner, name, { [slot]: proxy });
  return proxy;
}

/**
 * Wraps a constructor, and sets the `constructor` of its instances.
 * @param {string} name
 * @param {ProxyHandler<Native>} traps
 */
export function wrapConstructor(name, traps) {
  const value = wrap(window, name, traps);
  if (value) Object.defineProperty(value.prototype, 'constructor', { value });
}

/**
 * Makes traps that rewrite one argument.
 * @param {number} index
 * @param {Rewrite} rewrite
 * @param {Via} via
 * @returns {ProxyHandler<Native>}
 */
export const replacing = (index, rewrite, via) => ({
  apply(native, self, args) {
    replaceUrl(args, index, rewrite, via);
    return Reflect.apply(native, self, args);
  },
  construct(native, args, newTarget) {
    replaceUrl(args, index, rewrite, via);
    // With the Proxy as `new.target`, each call would read the prototype through its get trap.
    const isOurs = proxies.has(/** @type {Native} */ (newTarget));
    return /** @type {object} */ (Reflect.construct(native, args, isOurs ? native : newTarget));
  },
});

/**
 * Runs before a call, and may replace arguments in place.
 * @callback Prepare
 * @param {Parameters<Native>} args
 * @param {This} self the native function's `this`
 * @returns {void}
 */

/**
 * Makes traps that run a function before the call.
 * @param {Prepare} prepare
 * @returns {ProxyHandler<Native>}
 */
export const preparing = (prepare) => ({
  apply(native, self, args) {
    attempt(prepare, args, self);
    return Reflect.apply(native, self, args);
  },
});

/**
 * Calls a function and ignores what it throws, so that the native call still takes place.
 * @template {unknown[]} Args
 * @param {(...args: Args) => void} prepare
 * @param {Args} args
 */
export function attempt(prepare, ...args) {
  try {
    prepare(...args);
  } catch {
    // Fail open.
  }
}

const { get: urlOfRequest } = /** @type {{ get: Native }} */ (
  Object.getOwnPropertyDescriptor(Request.prototype, 'url')
);

/**
 * Recognizes a Request of any realm (an iframe's too) without running code of the page.
 * @param {unknown} value
 * @returns {string | undefined} the URL of a Request; undefined for any other value
 */
export function requestUrl(value) {
  // For a string, which most calls have, the getter would throw, and that takes microseconds.
  if (Object(value) !== value) return undefined;
  try {
    return /** @type {string} */ (Reflect.apply(urlOfRequest, value, []));
  } catch {
    return undefined;
  }
}

/**
 * Converts an object to a string, as the native function would. A string is not converted twice.
 * @param {Json} value
 * @returns {Json} any other value is returned as it is
 */
export const textOf = (value) =>
  typeof value !== 'string' && Object(value) === value ? `${value}` : value;

/**
 * Replaces the URL among the arguments of a call. A Request stays. Any other object, such as a URL,
 * is wrapped, so that the native function converts it to a string: once, in its turn among the
 * arguments (WebIDL, 3.7.7), and an error that this throws reaches the caller.
 * @param {unknown[]} args
 * @param {number} index
 * @param {Rewrite} rewrite
 * @param {Via} via
 */
export function replaceUrl(args, index, rewrite, via) {
  const url = args[index];
  if (typeof url === 'string') args[index] = rewrite(url, via);
  else if (Object(url) === url && !requestUrl(url))
    args[index] = { toString: () => rewrite(`${url}`, via) };
}
