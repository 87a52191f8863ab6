/** @import { Json, Native, Rewrite, This, Via } from './types.d.ts' */

/** @type {WeakSet<Native>} */
const proxies = new WeakSet();

/**
 * A Proxy of a native function that keeps its name, length and text.
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
    // Function.prototype.toString step 3: a callable without [[SourceText]] is nameless, and
    // libraries (Sentry among them) tell a native function by its name in the text.
    if (key !== 'toString' || receiver !== proxy) return found;
    return proxyOf(found, {
      apply: (toString, self, args) =>
        Reflect.apply(toString, self === proxy ? native : self, args),
    });
  }
}

/**
 * Puts a Proxy in the place of one function of a property, whose other attributes stay as they are.
 * A browser that has none there is left alone, and so is a function that is wrapped already.
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
 * Wraps a constructor, whose instances go on naming it as theirs.
 * @param {string} name
 * @param {ProxyHandler<Native>} traps
 */
export function wrapConstructor(name, traps) {
  const value = wrap(window, name, traps);
  if (value) Object.defineProperty(value.prototype, 'constructor', { value });
}

/**
 * Traps that rewrite one argument.
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
    // The Proxy itself as `new.target` would have its get trap asked for the prototype, each time
    // anew, which is that of the native function.
    const isOurs = proxies.has(/** @type {Native} */ (newTarget));
    return /** @type {object} */ (Reflect.construct(native, args, isOurs ? native : newTarget));
  },
});

/**
 * Replaces arguments in place, or does what else has to be done before a call.
 * @callback Prepare
 * @param {Parameters<Native>} args
 * @param {This} self the native function's `this`
 * @returns {void}
 */

/**
 * Traps that do something before the call.
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
 * Does what may throw: then the call goes as it came, and the native function throws what it throws.
 * @template {unknown[]} Args
 * @param {(...args: Args) => void} prepare
 * @param {Args} args
 */
export function attempt(prepare, ...args) {
  try {
    prepare(...args);
  } catch {
    // As it came.
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
export const textOf = (value) => (Object(value) === value ? `${value}` : value);

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
