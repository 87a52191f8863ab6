/** @import { Patch } from './types.d.ts' */

/**
 * Marks the window as patched; `__frontendPatch` tells a person at the console which bundle runs.
 * @param {Patch} value
 * @returns {boolean} false where a copy of the script has been here before
 */
export function claim(value) {
  if ('__frontendPatch' in window) return false;
  Object.defineProperty(window, '__frontendPatch', { value });
  // React hydrates the document that it was served with: its own script would be taken for ours.
  document.currentScript?.remove();
  return true;
}
