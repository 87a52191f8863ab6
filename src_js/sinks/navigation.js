/** @import { Sink } from '../types.d.ts' */
import { attempt, replacing, wrap } from '../native.js';

/**
 * `location.href = url`, `location.assign(url)` and the like. Location is unforgeable, but a browser
 * with the Navigation API fires an event before it navigates. Navigating again would lose the body of
 * a form, so activation.js rewrites forms. It would also reject the promises of
 * `navigation.navigate(url)`, so that function is wrapped.
 * @type {Sink}
 */
export function navigation({ rewrite }) {
  if (!window.navigation) return;
  wrap(Navigation.prototype, 'navigate', replacing(0, rewrite, 'navigate'));
  window.navigation.addEventListener('navigate', (event) => attempt(leave, event));

  /** @param {NavigateEvent} event */
  function leave(event) {
    const { destination, navigationType, formData } = event;
    if (formData || !event.cancelable || !/^(push|replace)$/.test(navigationType)) return;
    const url = rewrite(destination.url, 'navigate');
    if (url === destination.url) return;
    event.preventDefault();
    if (navigationType === 'push') window.location.assign(url);
    else window.location.replace(url);
  }
}
