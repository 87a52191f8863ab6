/** @import { Fill } from '../types.d.ts' */
import { modelNames } from '../openhands/settings.js';

/**
 * @param {readonly string[]} patterns sources of regular expressions over a model's name, the most
 *     preferred first
 * @returns {Fill}
 */
export const preferring = (patterns) => (body, answer) => {
  const names = modelNames(answer);
  const [model] = patterns.flatMap((one) => names.filter((name) => RegExp(one).test(name)));
  // Where none is preferred its key is left out, so that the server's own default holds.
  return JSON.parse(JSON.stringify(body, (_, value) => (value === '{model}' ? model : value)));
};
