/** @import { FoundHook, Sink } from '../types.d.ts' */
import { changedText } from '../responses/bodies.js';
import { attempt, requestUrl, textOf, wrap } from '../native.js';
import { movedRequest } from './request.js';

/**
 * `fetch(url)`, and `fetch(request)` with a Request of another realm.
 * @type {Sink}
 */
export const fetch = ({ rewrite, findHook }) =>
  wrap(window, 'fetch', {
    apply(native, self, args) {
      const [input, init] = args;
      const from = requestUrl(input);
      /** @type {Request | Promise<Request> | undefined} */
      let moved;
      /** @type {FoundHook | undefined} */
      let found;
      try {
        // Before any option is read, as the native function does.
        if (input && !from) args[0] = textOf(input);
      } catch (error) {
        return Promise.reject(error);
      }
      attempt(() => {
        const asked = from ?? args[0];
        const url = rewrite(asked, 'fetch');
        if (url !== asked) {
          if (from) moved = movedRequest(input, url);
          else args[0] = url;
        }
        found = findHook(url, () => init?.method ?? (from ? input.method : 'GET'));
      });
      if (!moved && !found) return Reflect.apply(native, self, args);
      return carryOut(found, init?.headers, async () => {
        const sent = moved ? [await moved, init] : args;
        return /** @type {Response} */ (await Reflect.apply(native, self, sent));
      });
    },
  });

/**
 * @param {FoundHook | undefined} found
 * @param {HeadersInit | undefined} headers
 * @param {() => Promise<Response>} send
 * @returns {Promise<Response>}
 */
async function carryOut({ before, change } = {}, headers, send) {
  await before?.(headers);
  const answer = await send();
  if (!change) return answer;
  // If the body ends early, the page gets that error.
  const text = await answer
    .clone()
    .text()
    .catch(() => '');
  const changed = changedText(text, change);
  return changed === text ? answer : alike(new Response(changed, answer), answer);
}

/**
 * Copies to a Response, and to its clones, the properties that no constructor takes.
 * @param {Response} made
 * @param {Response} original
 * @returns {Response}
 */
function alike(made, { url, type, redirected }) {
  const { clone } = made;
  return Object.defineProperties(made, {
    url: { value: url },
    type: { value: type },
    redirected: { value: redirected },
    clone: { value: () => alike(clone.call(made), made) },
  });
}
