/** @import { Patch } from './types.d.ts' */

/**
 * Claims the window for this copy of the script. `__frontendPatch` shows at the console which bundle
 * runs.
 * @param {Patch} value
 * @returns {boolean} false if another copy of the script has claimed the window
 */
export function claim(value) {
  if ('__frontendPatch' in window) return false;
  Object.defineProperty(window, '__frontendPatch', { value });
  return true;
}

/**
 * Removes the script element. React would take it for the first script of its own document when it
 * hydrates.
 * @returns {void}
 */
export const removeScript = () =>
  document.querySelector('script[data-openhands-frontend-patch]')?.remove();
