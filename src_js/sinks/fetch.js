/** @import { Sink } from '../types.d.ts' */
import { attempt, replaceUrl, wrap } from './native.js';
import { isRequest, movedRequest } from './request.js';

/**
 * `fetch(url)`, and `fetch(request)` with one that was made out of the sight of our Request.
 * @type {Sink}
 */
export const fetch = (window, rewrite) =>
  wrap(window, 'fetch', 'value', {
    apply(native, self, args) {
      const input = args[0];
      /** @type {Promise<Request> | undefined} */
      let moved;
      if (isRequest(input))
        attempt(() => {
          const url = rewrite(input.url, 'fetch');
          if (url !== input.url) moved = movedRequest(window.Request, input, url);
        });
      else replaceUrl(args, 0, rewrite, 'fetch');
      return moved
        ? moved.then((request) => Reflect.apply(native, self, [request, ...args.slice(1)]))
        : Reflect.apply(native, self, args);
    },
  });
