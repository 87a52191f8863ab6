/** @import { Native, Rewrite, This, Via } from './types.d.ts' */

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

/**
 * Whether a value is a Request, of this realm or another (an iframe's).
 * @param {unknown} value
 * @returns {value is Request}
 */
export const isRequest = (value) =>
  typeof value === 'object' && Object.prototype.toString.call(value) === '[object Request]';

/**
 * Replaces the URL among a call's arguments, unless anything throws. A Request is left alone; any
 * other object is made a string here once, as the native call would (WebIDL's conversion to USVString
 * calls its toString, which a caller can see), and handed over as that string.
 * @param {unknown[]} args
 * @param {number} index
 * @param {Rewrite} rewrite
 * @param {Via} via
 */
export function replaceUrl(args, index, rewrite, via) {
  try {
    const url = args[index];
    if (typeof url === 'string') args[index] = rewrite(url, via);
    else if (Object(url) === url && !isRequest(url)) args[index] = rewrite(`${url}`, via);
  } catch {
    // As it came.
  }
}
