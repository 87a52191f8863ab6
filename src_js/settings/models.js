/** @import { Json, ModelChoice } from '../types.d.ts' */
import { modelNames } from '../openhands/settings.js';

/**
 * Leaves the model to the server. It is for tables without models, which use the v0 API alone: its list
 * of models is a list of names.
 * @type {ModelChoice}
 */
export const ANY_MODEL = { namesIn: (names) => names, fill: (body) => body };

/**
 * Makes the choice of the preferred model.
 * @param {readonly string[]} patterns sources of regular expressions for a model's name, the most
 *     preferred first
 * @returns {ModelChoice}
 */
export const preferring = (patterns) => ({
  namesIn: (list, pattern = '') => modelNames(list).filter((name) => RegExp(pattern).test(name)),
  fill(body, names) {
    const [model] = patterns.flatMap((pattern) =>
      names.filter((name) => RegExp(pattern).test(name)),
    );
    // If no model matches, the key is left out, and the server's default applies.
    return JSON.parse(
      JSON.stringify(body, (_, /** @type {Json} */ value) => (value === '{model}' ? model : value)),
    );
  },
});
