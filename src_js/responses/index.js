/** @import { Exchange, Json, ResponseRule, Rewrite, Step, Strings } from '../types.d.ts' */
import { undashed } from '../page.js';

/** Stands in the compiled table for the keys of an object. */
const KEYS = '*~';

/** @type {Strings} */
const PLAIN = { read: (string) => string, write: (_, to) => to };

/**
 * Rewrites sandbox URLs where the page reads them: what it does with one (compare protocols, keep
 * the host alone) comes before any API that it hands the URL to.
 * @param {Rewrite} rewrite
 * @param {readonly ResponseRule[]} rules
 * @returns {Exchange[]}
 */
export const responseExchanges = (rewrite, rules) =>
  rules.map(({ method, path, fields }) => ({
    method,
    path,
    change(conversation, json, strings = PLAIN) {
      for (const steps of fields)
        changeAt(json, steps, strings, (string) => {
          const url = strings.read(string);
          const to = rewrite(url, 'response', conversation && undashed(conversation));
          return to === url ? string : strings.write(string, to);
        });
    },
  }));

/**
 * Changes the strings that the steps lead to, in place. What has another shape is passed over.
 * @param {Json} json
 * @param {readonly Step[]} steps
 * @param {Strings} strings
 * @param {(string: string) => string} change
 */
function changeAt(json, [step, ...rest], strings, change) {
  if (Object(json) !== json) return;
  for (const [key, value] of Object.entries(json)) {
    if (step === KEYS) {
      // Every key is set again, so that their order stays.
      delete json[key];
      json[change(key)] = value;
    } else if (typeof step === 'string' ? strings.read(key) === step : matches(value, step)) {
      if (rest.length) changeAt(value, rest, strings, change);
      else if (typeof value === 'string') json[key] = change(value);
    }
  }

  /**
   * @param {Json} element
   * @param {Exclude<Step, string>} filter
   * @returns {boolean}
   */
  function matches(element, [name, pattern]) {
    if (!name) return true;
    return Object.entries(Object(element)).some(
      ([key, value]) =>
        strings.read(key) === name &&
        typeof value === 'string' &&
        RegExp(pattern).test(strings.read(value)),
    );
  }
}
