/** @import { Native, Sink } from '../types.d.ts' */
import { constructNative, replaceUrl, wrapConstructor } from './native.js';

/**
 * Whether a value is a Request, of this realm or another (an iframe's).
 * @param {unknown} value
 * @returns {value is Request}
 */
export const isRequest = (value) =>
  typeof value === 'object' && Object.prototype.toString.call(value) === '[object Request]';

/**
 * `new Request(url)`. A Request made from another keeps that one's URL.
 * @type {Sink}
 */
export const request = (window, rewrite) =>
  wrapConstructor(window, 'Request', {
    construct(native, args, newTarget) {
      if (!isRequest(args[0])) replaceUrl(args, 0, rewrite, 'fetch');
      return constructNative(native, args, /** @type {Native} */ (newTarget));
    },
  });

/**
 * A Request like another, but for its URL. Its body is read first: handed on as a stream, Chromium
 * would upload it in chunks, which HTTP/1.1 servers refuse.
 * @param {(typeof globalThis)['Request']} Request
 * @param {Request} from its body is used up, as by fetch
 * @param {string} url
 * @returns {Request | Promise<Request>}
 */
export function movedRequest(Request, from, url) {
  /** @type {Record<string, unknown>} */
  const init = {};
  for (const key in from) if (key !== 'body') init[key] = from[/** @type {keyof Request} */ (key)];
  const moved = new Request(url, init);
  if (/^(GET|HEAD)$/.test(from.method)) return moved;
  return from.arrayBuffer().then((body) => new Request(moved, { body }));
}
