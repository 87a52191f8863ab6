/** @import { Found, Sink } from '../types.d.ts' */
import { changedText } from '../responses/bodies.js';
import { attempt, requestUrl, wrap } from '../native.js';
import { movedRequest } from './request.js';

/**
 * `fetch(url)`, and `fetch(request)` with a Request of another realm.
 * @type {Sink}
 */
export function fetch(rewrite, _, findExchange) {
  const { Request } = window;

  wrap(window, 'fetch', {
    apply(native, self, args) {
      const [input, init] = args;
      const from = requestUrl(input);
      /** @type {Request | Promise<Request> | undefined} */
      let moved;
      /** @type {Request | undefined} */
      let made;
      /** @type {Found | undefined} */
      let found;
      try {
        // Before any option is read, as the native function does.
        if (Object(input) === input && from === undefined) args[0] = `${input}`;
      } catch (error) {
        return Promise.reject(error);
      }
      attempt(() => {
        const asked = from ?? args[0];
        if (typeof asked !== 'string') return;
        const url = rewrite(asked, 'fetch');
        if (from === undefined) args[0] = url;
        else if (url !== from) moved = movedRequest(input, url);
        // Reads each option once: a getter may count.
        found = findExchange(url, () =>
          moved ? input.method : (made = new Request(args[0], init)).method,
        );
      });
      if (!moved && !found) return Reflect.apply(native, self, made ? [made] : args);
      return carryOut(found, async () => {
        const sent = made ? [made] : moved ? [await moved, init] : args;
        return /** @type {Response} */ (await Reflect.apply(native, self, sent));
      });
    },
  });
}

/**
 * @param {Found | undefined} found
 * @param {() => Promise<Response>} send
 * @returns {Promise<Response>}
 */
async function carryOut({ before, change } = {}, send) {
  await before?.();
  const answer = await send();
  if (!change) return answer;
  // A body that breaks off is the page's to find out.
  const text = await answer
    .clone()
    .text()
    .catch(() => '');
  const changed = changedText(text, change);
  return changed === text ? answer : alike(new Response(changed, answer), answer);
}

/**
 * Has a Response, and its clones, tell of themselves what no constructor takes.
 * @param {Response} made
 * @param {Response} like
 * @returns {Response}
 */
function alike(made, { url, type, redirected }) {
  const { clone } = made;
  const own = { url, type, redirected, clone: () => alike(clone.call(made), made) };
  for (const [name, value] of Object.entries(own)) Object.defineProperty(made, name, { value });
  return made;
}
