/** @import { Exchange, Native, Sink } from '../types.d.ts' */
import { replaceUrl, wrap } from './native.js';

// What an XMLHttpRequest fires of a whole answer (XMLHttpRequest, 3.5.6, end-of-body).
const EVENTS = ['readystatechange', 'load', 'loadend'];

/**
 * A request of an exchange, and the calls that make it, to make it again.
 * @typedef {{ exchange: Exchange, calls: [Native, unknown[]][] }} Made
 */

/**
 * `xhr.open(method, url)`. The count of arguments is kept: with two, the request is asynchronous.
 * @type {Sink}
 */
export function xhr({ XMLHttpRequest: { prototype } }, rewrite, _, findExchange) {
  /** @type {WeakMap<XMLHttpRequest, Made>} */
  const requests = new WeakMap();

  wrap(prototype, 'open', 'value', {
    apply(native, self, args) {
      replaceUrl(args, 1, rewrite, 'xhr');
      try {
        requests.delete(self);
        // An answer that the page waits for cannot be kept from it.
        const exchange = (args.length < 3 || args[2]) && findExchange(args[1])?.(args[0]);
        if (exchange) {
          /** @type {Made} */
          const request = { exchange, calls: [[native, args]] };
          requests.set(self, request);
          keepFailure(self, request);
        }
      } catch {
        // As it came.
      }
      return Reflect.apply(native, self, args);
    },
  });
  for (const name of ['setRequestHeader', 'send'])
    wrap(prototype, name, 'value', {
      apply(native, self, args) {
        requests.get(self)?.calls.push([native, args]);
        return Reflect.apply(native, self, args);
      },
    });

  /**
   * Keeps an answer that can be mended from the page, and makes the request again. Listeners are
   * called in the order of their being added: one that the page adds before open() is not kept out.
   * @param {XMLHttpRequest} self
   * @param {Made} request
   */
  function keepFailure(self, request) {
    const { exchange, calls } = request;
    /** @type {Promise<unknown> | undefined} */
    let mended;
    for (const type of EVENTS) self.addEventListener(type, hold);

    /** @param {Event} event */
    function hold(event) {
      const isOver = requests.get(self) !== request;
      if (self.readyState === 4 && !isOver) mended ??= exchange.mend(self.status, bodyOf(self));
      if (mended) event.stopImmediatePropagation();
      if (event.type !== 'loadend' && !isOver) return;
      for (const type of EVENTS) self.removeEventListener(type, hold);
      mended?.then(() => {
        // The page may have aborted it, or opened it anew.
        if (self.readyState === 4 && requests.get(self) === request)
          for (const [native, args] of calls) native.apply(self, args);
      });
    }
  }
}

/**
 * @param {XMLHttpRequest} xhr
 * @returns {string}
 */
const bodyOf = ({ response }) =>
  typeof response === 'string' ? response : JSON.stringify(response);
