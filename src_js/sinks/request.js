/** @import { Sink } from '../types.d.ts' */
import { replacing, wrapConstructor } from '../native.js';

/**
 * `new Request(url)`. A Request made from another Request keeps its URL.
 * @type {Sink}
 */
export const request = ({ rewrite }) => wrapConstructor('Request', replacing(0, rewrite, 'fetch'));

/**
 * Copies a Request with another URL. The body is read first: Chromium uploads a stream in chunks, which
 * HTTP/1.1 servers refuse.
 * @param {Request} from its body is used up, as by fetch
 * @param {string} url
 * @returns {Request | Promise<Request>}
 */
export function movedRequest(from, url) {
  /** @type {Record<string, unknown>} */
  const init = {};
  for (const key in from) if (key !== 'body') init[key] = from[/** @type {keyof Request} */ (key)];
  const moved = new Request(url, init);
  if (/^(GET|HEAD)$/.test(from.method)) return moved;
  return from.arrayBuffer().then((body) => new Request(moved, { body }));
}
