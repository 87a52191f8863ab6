/** @import { FoundHook, Sink } from '../types.d.ts' */
import { changedBody } from '../responses/bodies.js';
import { lazy } from '../lazy.js';
import { attempt, preparing, textOf, wrap } from '../native.js';

/**
 * `xhr.open(method, url)`. The number of arguments stays: with two, the request is asynchronous.
 * @type {Sink}
 */
export function xhr({ rewrite, findHook }) {
  /** @type {WeakMap<XMLHttpRequest, FoundHook>} */
  const requests = new WeakMap();
  const { prototype } = XMLHttpRequest;

  // Each wrapper delays the start of the page, and requests without a hook need only `open`.
  const wrapOthers = lazy(() => {
    wrap(prototype, 'send', {
      apply(native, self, args) {
        const found = requests.get(self);
        if (!found?.before) return Reflect.apply(native, self, args);
        const send = () => Reflect.apply(native, self, args);
        found.send = send;
        found.before().then(() => {
          // Unless the page has aborted the request or opened it again.
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
        // Aborting an unsent request fires no event: the page would wait forever. So it is sent first.
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
    return true;
  });

  wrap(prototype, 'open', {
    apply(native, self, args) {
      if (args.length > 1) {
        // The method first, as the native function does. An error reaches the caller, as there.
        args[0] = textOf(args[0]);
        args[1] = textOf(args[1]);
        attempt(prepare, self, args);
      }
      return Reflect.apply(native, self, args);
    },
  });

  /**
   * @param {XMLHttpRequest} self
   * @param {unknown[]} args
   */
  function prepare(self, args) {
    const [method, url, isAsync] = /** @type {[string, string, unknown]} */ (args);
    const to = (args[1] = rewrite(url, 'xhr'));
    requests.delete(self);
    const found = findHook(to, () => method);
    // A synchronous request cannot wait.
    if (found && wrapOthers())
      requests.set(self, args.length < 3 || isAsync ? found : { change: found.change });
  }
}
