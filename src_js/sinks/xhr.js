/** @import { Found, Sink } from '../types.d.ts' */
import { changedBody } from '../responses/bodies.js';
import { preparing, replaceUrl, wrap } from '../native.js';

/**
 * `xhr.open(method, url)`. The count of arguments is kept: with two, the request is asynchronous.
 * @type {Sink}
 */
export function xhr(rewrite, _, findExchange) {
  /** @type {WeakMap<XMLHttpRequest, Found>} */
  const requests = new WeakMap();
  const { prototype } = XMLHttpRequest;

  wrap(
    prototype,
    'open',
    preparing((args, self) => {
      replaceUrl(args, 1, rewrite, 'xhr');
      requests.delete(self);
      const found = findExchange(args[1], { method: args[0] });
      // One that the page waits for cannot wait itself.
      if (found) requests.set(self, args.length < 3 || args[2] ? found : { change: found.change });
    }),
  );

  wrap(prototype, 'send', {
    apply(native, self, args) {
      const found = requests.get(self);
      if (!found?.before) return Reflect.apply(native, self, args);
      const send = () => Reflect.apply(native, self, args);
      found.send = send;
      found.before().then(() => {
        // The page may have aborted it, or opened it anew.
        if (requests.get(self) === found) send();
      });
      return undefined;
    },
  });

  wrap(
    prototype,
    'abort',
    preparing((__, self) => {
      const send = requests.get(self)?.send;
      if (!send) return;
      requests.delete(self);
      // What was not sent is aborted without a word; who waits for it would wait for ever.
      send();
    }),
  );

  for (const name of ['response', 'responseText'])
    wrap(
      prototype,
      name,
      {
        apply(native, self, args) {
          const body = Reflect.apply(native, self, args);
          const change = requests.get(self)?.change;
          return change && self.readyState === 4 ? changedBody(body, change) : body;
        },
      },
      'get',
    );
}
