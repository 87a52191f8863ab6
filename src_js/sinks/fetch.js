/** @import { Exchange, Sink } from '../types.d.ts' */
import { attempt, replaceUrl, wrap } from './native.js';
import { isRequest, movedRequest } from './request.js';

/**
 * `fetch(url)`, and `fetch(request)` with one that was made out of the sight of our Request.
 * @type {Sink}
 */
export const fetch = (window, rewrite, _, findExchange) =>
  wrap(window, 'fetch', 'value', {
    apply(native, self, args) {
      const input = args[0];
      /** @type {Promise<Request> | undefined} */
      let moved;
      /** @type {Exchange | undefined} */
      let exchange;
      /** @type {Request | undefined} */
      let request;
      if (isRequest(input))
        attempt(() => {
          const url = rewrite(input.url, 'fetch');
          if (url !== input.url) moved = movedRequest(window.Request, input, url);
        });
      else replaceUrl(args, 0, rewrite, 'fetch');
      if (moved) return moved.then((one) => Reflect.apply(native, self, [one, ...args.slice(1)]));
      attempt(() => {
        const find = findExchange(input.url ?? args[0]);
        if (!find) return;
        // Fetch, 5.6, step 2; it reads the caller's options, which is done once.
        request = new window.Request(args[0], args[1]);
        exchange = find(request.method);
      });
      if (!request) return Reflect.apply(native, self, args);
      /** @type {(one: Request) => Promise<Response>} */
      const send = (one) => /** @type {Promise<Response>} */ (Reflect.apply(native, self, [one]));
      return exchange ? carryOut(exchange, request, send) : send(request);
    },
  });

/**
 * Sends a request, and once more where the first answer could be mended.
 * @param {Exchange} exchange
 * @param {Request} request
 * @param {(one: Request) => Promise<Response>} send
 * @returns {Promise<Response>}
 */
async function carryOut({ mend }, request, send) {
  const answer = await send(request.clone());
  // A body that breaks off is the page's to find out.
  const body = await answer
    .clone()
    .text()
    .catch(() => '');
  const mended = mend(answer.status, body);
  return mended ? mended.then(() => send(request)) : answer;
}
