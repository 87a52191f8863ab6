/** @import { Found, Sink } from '../types.d.ts' */
import { changedText } from '../responses/bodies.js';
import { attempt, isRequest, replaceUrl, wrap } from '../native.js';
import { movedRequest } from './request.js';

/**
 * `fetch(url)`, and `fetch(request)` with one that was made out of the sight of our Request.
 * @type {Sink}
 */
export const fetch = (rewrite, _, findExchange) =>
  wrap(window, 'fetch', {
    apply(native, self, args) {
      const [input, init] = args;
      /** @type {Request | Promise<Request> | undefined} */
      let moved;
      /** @type {Found | undefined} */
      let found;
      replaceUrl(args, 0, rewrite, 'fetch');
      attempt(() => {
        let [url] = args;
        if (isRequest(url)) {
          url = rewrite(input.url, 'fetch');
          if (url !== input.url) moved = movedRequest(input, url);
        }
        found = findExchange(url, init, input);
      });
      if (!moved && !found) return Reflect.apply(native, self, args);
      return carryOut(found, async () => {
        const sent = moved ? [await moved, init] : args;
        return /** @type {Response} */ (await Reflect.apply(native, self, sent));
      });
    },
  });

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
