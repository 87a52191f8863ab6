/** @import { Fill } from '../types.d.ts' */
import { modelNames } from '../openhands/settings.js';

/**
 * Makes the function that puts the preferred model into the body.
 * @param {readonly string[]} patterns sources of regular expressions for a model's name, the most
 *     preferred first
 * @returns {Fill}
 */
export const preferring = (patterns) => (body, answer) => {
  const names = modelNames(answer);
  const [model] = patterns.flatMap((pattern) => names.filter((name) => RegExp(pattern).test(name)));
  // If no model matches, the key is left out, and the server's default applies.
  return JSON.parse(JSON.stringify(body, (_, value) => (value === '{model}' ? model : value)));
};
